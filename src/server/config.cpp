#include "server/config.hpp"

#include <boost/json.hpp>

namespace parley::server {

std::string config_json(const client_config& about, holding documents)
{
    boost::json::object config{
        {"showMultimodalOptions", false},
        {"showSemanticRankerOption", about.reranker == offered::yes},
        {"showQueryRewritingOption", false},
        {"showReasoningEffortOption", false},
        {"streamingEnabled", about.streaming == offered::yes},
        {"defaultReasoningEffort", nullptr},
        {"reasoningEffortOptions", boost::json::array{}},
        {"defaultRetrievalReasoningEffort", "low"},
        {"showVectorOption", about.vectors == offered::yes},
        {"showUserUpload", about.uploads.has_value()},
        {"showLanguagePicker", false},
        {"showSpeechInput", false},
        {"showSpeechOutputBrowser", false},
        {"showSpeechOutputAzure", false},
        {"showChatHistoryBrowser", about.conversations == offered::yes},
        {"showChatHistoryCosmos", about.conversations == offered::yes},
        {"showAgenticRetrievalOption", false},
        {"ragSearchTextEmbeddings", about.vectors == offered::yes},
        {"ragSearchImageEmbeddings", false},
        {"ragSendTextSources", true},
        {"ragSendImageSources", false},
        {"webSourceEnabled", false},
        {"sharepointSourceEnabled", false},
        {"answerer", about.answerer},
        {"model", about.model},
        {"answererNote", about.note},
        {"history", about.conversations == offered::yes},
        {"feedback", about.feedback == offered::yes},
        {"documentList", about.document_list == offered::yes},
        {"clientPrompts", about.client_prompts == offered::yes},
        {"showProcess", about.process == offered::yes},
        {"exampleQuestions", boost::json::array(about.examples.begin(), about.examples.end())},
    };
    if (about.uploads)
        config["uploads"] = {
            {"bytes_max", about.uploads->bytes_max},
            {"types", boost::json::array(about.uploads->types.begin(), about.uploads->types.end())}};
    if (documents != holding::unknown) config["documents"] = documents == holding::none ? "none" : "some";
    return boost::json::serialize(config) + "\n";
}

}  // namespace parley::server
