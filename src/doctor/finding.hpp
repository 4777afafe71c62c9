// What a check of the doctor says.
#pragma once

#include <string>
#include <vector>

namespace parley::doctor {

enum class verdict {
    good,
    bad,      // this is why it does not work
    unclear,  // it could not be found out
};

struct finding {
    std::string check;  // its stable name, for machines: "role"
    verdict outcome;
    std::string sentence;            // what is so, for a person
    std::vector<std::string> fixes;  // what to type or to add, each a block of its own; empty when good
};

}  // namespace parley::doctor
