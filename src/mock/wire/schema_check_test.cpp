#include "mock/wire/schema_check.hpp"

#include <boost/json/parse.hpp>
#include <gtest/gtest.h>

namespace parley::mock {
namespace {

std::string wrong_with(std::string_view schema, schema_rules rules)
{
    return schema_mistake(boost::json::parse(schema).as_object(), rules).value_or("");
}

std::string strictly(std::string_view schema)
{
    return wrong_with(schema, schema_rules::strict);
}

// A strict object with one property.
std::string closed(std::string_view property)
{
    return R"({"type":"object","properties":{"a":)" + std::string(property) +
           R"(},"required":["a"],"additionalProperties":false})";
}

TEST(SchemaCheck, WantsAnObjectAtTheTop)
{
    EXPECT_EQ(wrong_with("{}", schema_rules::loose), "");
    EXPECT_EQ(wrong_with(R"({"type":"string"})", schema_rules::loose),
              R"(schema must be a JSON Schema of 'type: "object"', got 'type: "string"'.)");
    EXPECT_EQ(strictly("{}"), R"(schema must be a JSON Schema of 'type: "object"', got 'type: "None"'.)");
    EXPECT_EQ(wrong_with(R"({"anyOf":[{"type":"object"}]})", schema_rules::loose),
              "schema must have type 'object' and not have 'oneOf'/'anyOf'/'allOf'/'enum'/'not' at the top "
              "level.");
}

TEST(SchemaCheck, WantsStrictObjectsClosedAndAllMembersRequired)
{
    EXPECT_EQ(strictly(closed(R"({"type":"string"})")), "");
    EXPECT_EQ(strictly(R"({"type":"object","properties":{}})"),
              "In context=(), 'additionalProperties' is required to be supplied and to be false.");
    EXPECT_EQ(
        strictly(R"({"type":"object","properties":{"a":{"type":"string"}},"required":[],
                           "additionalProperties":false})"),
        "In context=(), 'required' is required to be supplied and to be an array including every key in "
        "properties. Missing 'a'.");
    EXPECT_EQ(
        strictly(R"({"type":"object","properties":{},"required":["b"],"additionalProperties":false})"),
        "In context=(), 'required' is required to be supplied and to be an array including every key in "
        "properties. Extra required key 'b' supplied.");
    EXPECT_EQ(wrong_with(R"({"type":"object","properties":{"a":{}}})", schema_rules::loose), "");
}

// A mistake deep within a schema passed once.
TEST(SchemaCheck, LooksAsDeepAsTheSchemaGoes)
{
    const std::string open = R"({"type":"object","properties":{}})";
    const std::string sentence = "'additionalProperties' is required to be supplied and to be false.";
    EXPECT_EQ(strictly(closed(open)), "In context=('properties', 'a'), " + sentence);
    EXPECT_EQ(strictly(closed(R"({"type":"array","items":)" + open + "}")),
              "In context=('properties', 'a', 'items'), " + sentence);
    EXPECT_EQ(strictly(closed(R"({"anyOf":[{"type":"null"},)" + open + "]}")),
              "In context=('properties', 'a', 'anyOf', '1'), " + sentence);
    EXPECT_EQ(
        strictly(
            R"({"type":"object","properties":{},"required":[],"additionalProperties":false,"$defs":{"d":)" +
            open + "}}"),
        "In context=('$defs', 'd'), " + sentence);
    EXPECT_EQ(strictly(closed(R"({"type":["object","null"],"properties":{}})")),
              "In context=('properties', 'a'), " + sentence);
}

TEST(SchemaCheck, KnowsTheWordsThatStrictSchemasMayNotHave)
{
    EXPECT_EQ(strictly(closed(R"({"oneOf":[]})")),
              "In context=('properties', 'a'), 'oneOf' is not permitted.");
    EXPECT_EQ(strictly(closed(R"({"const":1})")),
              "In context=('properties', 'a'), schema must have a 'type' key.");
    EXPECT_EQ(strictly(closed(R"({"$ref":"#"})")), "");
    EXPECT_EQ(wrong_with(R"({"type":"object","properties":{"a":{"oneOf":[]}}})", schema_rules::loose), "");
}

TEST(SchemaCheck, WantsItemsOfArraysAlsoWhenItIsNotStrict)
{
    EXPECT_EQ(wrong_with(R"({"type":"object","properties":{"a":{"type":"array"}}})", schema_rules::loose),
              "In context=('properties', 'a'), array schema missing items.");
}

}  // namespace
}  // namespace parley::mock
