// What the real service refuses of a response, word for word: a row is members of a body and the error.
#include "mock/wire/test_refusals.hpp"

namespace parley::mock {
namespace {

constexpr const char* path = "/v1/responses";
constexpr std::string_view with_input = R"("model":"m","input":"Q")";
constexpr std::string_view without_input = R"("model":"m")";
constexpr std::string_view that_thinks = R"("model":"gpt-5.6-terra","input":"Q")";

constexpr std::string_view call_c = R"({"type":"function_call","call_id":"c","name":"f","arguments":"{}"})";
constexpr std::string_view output_c = R"({"type":"function_call_output","call_id":"c","output":"R"})";

std::string input_of(std::initializer_list<std::string_view> items)
{
    std::string all;
    for (const auto item : items) all += (all.empty() ? "" : ",") + std::string(item);
    return "\"input\":[" + all + "]";
}

TEST(RefusedResponses, PairsCallsWithTheirOutputs)
{
    const auto orphan = input_of({output_c});
    const auto open = input_of({R"({"role":"user","content":"Q"})", call_c});
    const auto early = input_of({output_c, call_c});
    const refused_row rows[] = {
        {orphan, "input", "", "No tool call found for function call output with call_id c."},
        {open, "input", "", "No tool output found for function call c."},
        {early, "input", "", "No tool call found for function call output with call_id c."},
    };
    expect_refused(path, without_input, rows);
    const auto remembered = R"("previous_response_id":"resp_1",)" + input_of({output_c});
    expect_taken(path, without_input, {input_of({call_c, output_c}), remembered});
}

TEST(RefusedResponses, LooksIntoItems)
{
    const auto assistant = input_of({R"({"role":"assistant","content":[{"type":"input_text","text":"x"}]})"});
    const auto chat_part = input_of({R"({"role":"user","content":[{"type":"text","text":"x"}]})"});
    const auto image =
        input_of({R"({"role":"user","content":[{"type":"input_image","image_url":{"url":"data:,"}}]})"});
    const auto with_more = input_of({R"({"role":"user","content":"Q","bogus":1})"});
    const auto parsed = input_of(
        {R"({"type":"function_call","call_id":"c","name":"f","arguments":"{}","parsed_arguments":{}})"});
    const auto wrong_id =
        input_of({R"({"type":"function_call","id":"call_1","call_id":"c","name":"f","arguments":""})"});
    const auto same_id = input_of({R"({"type":"reasoning","id":"rs_1","summary":[]})",
                                   R"({"type":"reasoning","id":"rs_1","summary":[]})"});
    const auto no_role = input_of({"{}"});
    const refused_row rows[] = {
        {assistant, "input[0].content[0]", "invalid_value",
         "Invalid value: 'input_text'. Supported values are: 'output_text' and 'refusal'."},
        {chat_part, "input[0].content[0].type", "invalid_value",
         "Invalid value: 'text'. Supported values are: 'input_text', 'input_image', 'input_audio', "
         "'output_text', "
         "'refusal', 'input_file', 'computer_screenshot', 'summary_text', and 'encrypted_content'."},
        {image, "input[0].content[0].image_url", "invalid_type",
         "Invalid type for 'input[0].content[0].image_url': expected an image URL, but got an object "
         "instead."},
        {with_more, "input[0].bogus", "unknown_parameter", "Unknown parameter: 'input[0].bogus'."},
        {parsed, "input[0].parsed_arguments", "unknown_parameter",
         "Unknown parameter: 'input[0].parsed_arguments'."},
        {wrong_id, "input[0].id", "invalid_value",
         "Invalid 'input[0].id': 'call_1'. Expected an ID that begins with 'fc'."},
        {same_id, "input", "",
         "Duplicate item found with id rs_1. Remove duplicate items from your input and try again."},
        {no_role, "input[0]", "invalid_value",
         "Invalid value: ''. Supported values are: 'assistant', 'system', 'developer', and 'user'."},
        {R"("input":[7])", "input[0]", "invalid_type",
         "Invalid type for 'input[0]': expected an input item, but got an integer instead."},
    };
    expect_refused(path, without_input, rows);
    expect_taken(path, without_input,
                 {input_of({R"({"id":"msg_1","type":"message","status":"completed","role":"assistant",
                               "phase":"final_answer",
                               "content":[{"type":"output_text","text":"A","annotations":[]}]})"}),
                  input_of({R"({"id":"msg_1"})"})});
}

TEST(RefusedResponses, WantsSomethingToAnswer)
{
    const std::string_view nothing =
        "One of \"input\" or \"previous_response_id\" or 'prompt' or 'conversation' must be provided.";
    const refused_row rows[] = {
        {"", "input", "missing_required_parameter", "Missing required parameter: 'input'."},
        {R"("input":7)", "input", "invalid_type",
         "Invalid type for 'input': expected one of a string or array of input items, but got an integer "
         "instead."},
        {R"("input":[])", "", "missing_required_parameter", nothing},
        {R"("input":"")", "", "missing_required_parameter", nothing},
    };
    expect_refused(path, without_input, rows);
    const refused_row no_model[] = {
        {"", "model", "missing_required_parameter", "Missing required parameter: 'model'."}};
    expect_refused(path, R"("input":"Q")", no_model);
    expect_taken(path, without_input, {R"("prompt":{"id":"pmpt_1"})"});
}

TEST(RefusedResponses, NamesMembersThatItDoesNotKnow)
{
    const refused_row rows[] = {
        {R"("n":2)", "n", "unknown_parameter", "Unknown parameter: 'n'."},
        {R"("stop":["ZZ"])", "stop", "unknown_parameter", "Unknown parameter: 'stop'. Did you mean 'store'?"},
        {R"("strem":1)", "strem", "unknown_parameter",
         "Unknown parameter: 'strem'. Did you mean 'stream' or 'store'?"},
        {R"("inpu":1)", "inpu", "unknown_parameter", "Unknown parameter: 'inpu'."},
        {R"("max_tokens":16)", "max_tokens", "unknown_parameter", "Unknown parameter: 'max_tokens'."},
        {R"("messages":[])", "", "unsupported_parameter",
         "Unsupported parameter: 'messages'. In the Responses API, this parameter has moved to 'input'. Try "
         "again "
         "with the new parameter. See the API documentation for more information: "
         "https://platform.openai.com/docs/api-reference/responses/create."},
        {R"("reasoning":{"max_tokens":1})", "reasoning.max_tokens", "unknown_parameter",
         "Unknown parameter: 'reasoning.max_tokens'."},
        {R"("stream":true,"stream_options":{"include_usage":true})", "stream_options.include_usage",
         "unknown_parameter", "Unknown parameter: 'stream_options.include_usage'."},
    };
    expect_refused(path, with_input, rows);
}

TEST(RefusedResponses, TellsTypesAndBounds)
{
    const refused_row rows[] = {
        {R"("max_output_tokens":15)", "max_output_tokens", "integer_below_min_value",
         "Invalid 'max_output_tokens': integer below minimum value. Expected a value >= 16, but got 15 "
         "instead."},
        {R"("max_tool_calls":0)", "max_tool_calls", "integer_below_min_value",
         "Invalid 'max_tool_calls': integer below minimum value. Expected a value >= 1, but got 0 instead."},
        {R"("top_logprobs":21)", "top_logprobs", "integer_above_max_value",
         "Invalid 'top_logprobs': integer above maximum value. Expected a value <= 20, but got 21 instead."},
        {R"("truncation":"some")", "truncation", "invalid_value",
         "Invalid value: 'some'. Supported values are: 'auto' and 'disabled'."},
        {R"("include":["bogus"])", "include[0]", "invalid_value",
         "Invalid value: 'bogus'. Supported values are: 'file_search_call.results', "
         "'web_search_call.results', "
         "'web_search_call.action.sources', 'message.input_image.image_url', "
         "'computer_call_output.output.image_url', 'code_interpreter_call.outputs', "
         "'reasoning.encrypted_content', and 'message.output_text.logprobs'."},
        {R"("instructions":["a"])", "instructions", "invalid_type",
         "Invalid type for 'instructions': expected a string, but got an array instead."},
        {R"("reasoning":{"effort":"huge"})", "reasoning.effort", "invalid_value",
         "Invalid value: 'huge'. Supported values are: 'none', 'minimal', 'low', 'medium', 'high', 'xhigh', "
         "and "
         "'max'."},
        {R"("text":{"verbosity":"loud"})", "text.verbosity", "invalid_value",
         "Invalid value: 'loud'. Supported values are: 'low', 'medium', and 'high'."},
        {R"("conversation":"conv_1","previous_response_id":"resp_1")", "", "mutually_exclusive_parameters",
         "Mutually exclusive parameters: ''. Ensure you are only providing one of: 'pre..._id' or "
         "'conversation'."},
    };
    expect_refused(path, with_input, rows);
}

TEST(RefusedResponses, LooksIntoTheFormatOfTheAnswer)
{
    const refused_row rows[] = {
        {R"("text":{"format":{"type":"json_schema"}})", "text.format.name", "missing_required_parameter",
         "Missing required parameter: 'text.format.name'."},
        {R"("text":{"format":{"type":"json_schema","name":"s"}})", "text.format.schema",
         "missing_required_parameter", "Missing required parameter: 'text.format.schema'."},
        {R"("text":{"format":{"type":"json_schema","name":"s","strict":true,"schema":{"type":"object"}}})",
         "text.format.schema", "invalid_json_schema",
         "Invalid schema for response_format 's': In context=(), 'additionalProperties' is required to be "
         "supplied "
         "and to be false."},
        // The word must be in the input: the instructions do not count.
        {R"("instructions":"Answer in JSON.","text":{"format":{"type":"json_object"}})", "text.format", "",
         "Response input messages must contain the word 'json' in some form to use 'text.format' of type "
         "'json_object'."},
    };
    expect_refused(path, with_input, rows);
    expect_taken(path, without_input, {R"("input":"As JSON.","text":{"format":{"type":"json_object"}})"});
}

TEST(RefusedResponses, LooksIntoTools)
{
    const refused_row rows[] = {
        {R"("tools":[{"type":"function","function":{"name":"f"}}])", "tools[0].name",
         "missing_required_parameter", "Missing required parameter: 'tools[0].name'."},
        {R"("tools":"x")", "tools", "invalid_type",
         "Invalid type for 'tools': expected an array of tools, but got a string instead."},
        {R"("tool_choice":"required")", "tool_choice", "",
         "Tool choice 'required' must be specified with 'tools' parameter."},
        {R"("tools":[{"type":"function","name":"f"}],"tool_choice":{"type":"function","name":"g"})",
         "tool_choice", "", "Tool choice 'g' not found in 'tools' parameter."},
        {R"("tools":[{"type":"function","name":"f"}],
            "tool_choice":{"type":"function","function":{"name":"f"}})",
         "tool_choice.name", "missing_required_parameter", "Missing required parameter: 'tool_choice.name'."},
    };
    expect_refused(path, with_input, rows);
    expect_taken(path, with_input,
                 {R"("tool_choice":"auto")", R"("tools":[])",
                  R"("tools":[{"type":"web_search"}],"tool_choice":{"type":"web_search"})"});
}

TEST(RefusedResponses, KnowsWhatModelsThatThinkDoNotTake)
{
    const refused_row rows[] = {
        {R"("temperature":0.5)", "temperature", "",
         "Unsupported parameter: 'temperature' is not supported with this model."},
        {R"("top_p":1)", "top_p", "", "Unsupported parameter: 'top_p' is not supported with this model."},
        {R"("top_logprobs":1)", "top_logprobs", "unsupported_parameter",
         "logprobs are not supported with reasoning models."},
        {R"("include":["message.output_text.logprobs"])", "include", "unsupported_parameter",
         "logprobs are not supported with reasoning models."},
    };
    expect_refused(path, that_thinks, rows);
    expect_taken(path, that_thinks,
                 {R"("temperature":1)", R"("reasoning":{"effort":"none"},"temperature":0.5)"});
}

}  // namespace
}  // namespace parley::mock
