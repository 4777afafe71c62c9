#include "mock/wire/field_check.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <gtest/gtest.h>

namespace parley::mock {
namespace {

namespace json = boost::json;

// The service's sentence about a value; empty when it is good.
std::string said_of(std::string_view value, const field_rule& rule)
{
    const auto bad = check_value(json::parse(value), rule, "x");
    return bad ? bad->message : "";
}

std::string code_of(std::string_view value, const field_rule& rule)
{
    const auto bad = check_value(json::parse(value), rule, "x");
    return bad ? bad->code : "";
}

constexpr std::array<std::string_view, 3> levels = {"low", "medium", "high"};
constexpr std::array<std::string_view, 2> switches = {"auto", "disabled"};

TEST(FieldCheck, TellsTheBoundThatANumberBreaks)
{
    EXPECT_EQ(said_of("1", integer_field("", 1, 8)), "");
    EXPECT_EQ(said_of("0", integer_field("", 1, 8)),
              "Invalid 'x': integer below minimum value. Expected a value >= 1, but got 0 instead.");
    EXPECT_EQ(said_of("64", integer_field("", 1, 8)),
              "Invalid 'x': integer above maximum value. Expected a value <= 8, but got 64 instead.");
    EXPECT_EQ(said_of("2.5", decimal_field("", 0, 2)),
              "Invalid 'x': decimal above maximum value. Expected a value <= 2, but got 2.5 instead.");
    EXPECT_EQ(code_of("-1", decimal_field("", 0, 2)), "decimal_below_min_value");
    EXPECT_EQ(code_of("9", integer_field("", 1, 8)), "integer_above_max_value");
}

TEST(FieldCheck, TellsWhichTypeWasWantedAndWhichCame)
{
    EXPECT_EQ(said_of("\"2\"", integer_field("")),
              "Invalid type for 'x': expected an integer, but got a string instead.");
    EXPECT_EQ(said_of("1.5", integer_field("")),
              "Invalid type for 'x': expected an integer, but got a decimal number instead.");
    EXPECT_EQ(said_of("2.0", integer_field("")), "");
    EXPECT_EQ(said_of("1e300", integer_field("")), "");
    EXPECT_EQ(said_of("true", decimal_field("", 0, 2)),
              "Invalid type for 'x': expected a decimal, but got a boolean instead.");
    EXPECT_EQ(said_of("7", text_field("")),
              "Invalid type for 'x': expected a string, but got an integer instead.");
    EXPECT_EQ(said_of("\"yes\"", flag_field("")),
              "Invalid type for 'x': expected a boolean, but got a string instead.");
    EXPECT_EQ(said_of("[]", object_field("")),
              "Invalid type for 'x': expected an object, but got an array instead.");
    EXPECT_EQ(said_of("[1]", objects_field("")),
              "Invalid type for 'x[0]': expected an object, but got an integer instead.");
}

TEST(FieldCheck, ListsTheValuesOfAChoice)
{
    EXPECT_EQ(said_of("\"low\"", choice_field("", levels)), "");
    EXPECT_EQ(said_of("\"loud\"", choice_field("", levels)),
              "Invalid value: 'loud'. Supported values are: 'low', 'medium', and 'high'.");
    EXPECT_EQ(said_of("\"on\"", choice_field("", switches)),
              "Invalid value: 'on'. Supported values are: 'auto' and 'disabled'.");
    EXPECT_EQ(said_of("{}", choice_field("", switches)),
              "Invalid type for 'x': expected one of 'auto' or 'disabled', but got an object instead.");
}

TEST(FieldCheck, LooksAtEachOfSeveralChoices)
{
    EXPECT_EQ(said_of(R"(["low","high"])", choices_field("", levels)), "");
    const auto bad = check_value(json::parse(R"(["low","loud"])"), choices_field("", levels), "x");
    ASSERT_TRUE(bad);
    EXPECT_EQ(bad->param, "x[1]");
    static constexpr std::array<std::string_view, 2> parts = {"reasoning.encrypted_content", "text"};
    EXPECT_EQ(
        said_of("\"text\"", choices_field("", parts)),
        "Invalid type for 'x': expected an array of one of 'rea...ent' or 'text', but got a string instead.");
}

TEST(FieldCheck, MeasuresTextsInCharacters)
{
    EXPECT_EQ(said_of("\"\u00e9\u00e9\"", text_field("", 2)), "");
    EXPECT_EQ(said_of("\"abc\"", text_field("", 2)),
              "Invalid 'x': string too long. Expected a string with maximum length 2, but got a string with "
              "length 3 instead.");
}

TEST(FieldCheck, TakesNamesOfLettersDigitsAndDashes)
{
    EXPECT_EQ(said_of("\"a_b-9\"", name_field("", 64)), "");
    EXPECT_EQ(code_of("\"a b\"", name_field("", 64)), "invalid_value");
    EXPECT_EQ(code_of("\"\"", name_field("", 64)), "empty_string");
    EXPECT_EQ(code_of("\"abc\"", name_field("", 2)), "string_above_max_length");
}

TEST(FieldCheck, BoundsMetadata)
{
    json::object many;
    for (int i = 0; i < 17; ++i) many["k" + std::to_string(i)] = "v";
    EXPECT_EQ(
        said_of(json::serialize(many), metadata_field("")),
        "Invalid 'x': too many properties. Expected an object with at most 16 properties, but got an object "
        "with 17 properties instead.");
    EXPECT_EQ(said_of("\"a\"", metadata_field("")),
              "Invalid type for 'x': expected a metadata object, but got a string instead.");
    EXPECT_EQ(said_of("{\"k\":7}", metadata_field("")),
              "Invalid type for 'x.k': expected a string, but got an integer instead.");
    const json::object long_name = {{std::string(70, 'k'), "v"}};
    EXPECT_EQ(said_of(json::serialize(long_name), metadata_field("")),
              "Invalid property name in 'x': 'kkk...kkk' is too long. Expected a string with maximum length "
              "64, but "
              "got a string with length 70 instead.");
    const json::object long_text = {{"k", std::string(600, 'x')}};
    EXPECT_EQ(code_of(json::serialize(long_text), metadata_field("")), "string_above_max_length");
}

constexpr std::array inner_fields = {text_field("id"), flag_field("loud")};
constexpr std::array<std::string_view, 1> inner_required = {"id"};
constexpr object_rules inner{inner_fields, inner_required};

TEST(FieldCheck, LooksIntoObjectsForWhatIsUnknownMissingOrWrong)
{
    const auto rule = object_field("", &inner);
    EXPECT_EQ(said_of(R"({"id":"a","loud":null})", rule), "");
    EXPECT_EQ(said_of(R"({"idd":1,"loud":1})", rule), "Unknown parameter: 'x.idd'.");
    EXPECT_EQ(said_of(R"({"loud":1})", rule), "Missing required parameter: 'x.id'.");
    EXPECT_EQ(code_of(R"({"id":"a","loud":1})", rule), "invalid_type");
}

}  // namespace
}  // namespace parley::mock
