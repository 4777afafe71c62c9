// What the services refuse about a JSON schema: of a function's parameters, or of the answer.
//
// Structured Outputs (`strict`) close every object, require all of its members, and know fewer words than
// JSON Schema. Checked as deep as the schema goes; what a reference names is checked where it stands.
#pragma once

#include <boost/json/object.hpp>

#include <optional>
#include <string>

namespace parley::mock {

enum class schema_rules { loose, strict };

// What is wrong, as the services say it behind "Invalid schema for …: "; nothing when all is well.
std::optional<std::string> schema_mistake(const boost::json::object& schema, schema_rules rules);

}  // namespace parley::mock
