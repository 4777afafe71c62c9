// What the program's exit status says; scripts rely on it.
#pragma once

namespace parley::cli {

enum exit_status : int {
    good = 0,
    found_problems = 1,  // it ran, and something in the input is not right
    wrong_usage = 2,
    could_not_run = 3,
};

}  // namespace parley::cli
