#include "server/config.hpp"

#include <boost/json.hpp>

namespace parley::server {

std::string config_json(const client_config& about, holding documents)
{
    boost::json::object config{
        {"showMultimodalOptions", false},
        {"showSemanticRankerOption", false},
        {"showQueryRewritingOption", false},
        {"showReasoningEffortOption", false},
        {"streamingEnabled", true},
        {"defaultReasoningEffort", nullptr},
        {"reasoningEffortOptions", boost::json::array{}},
        {"defaultRetrievalReasoningEffort", "low"},
        {"showVectorOption", about.vectors == offered::yes},
        {"showUserUpload", false},
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
        {"showProcess", about.process == offered::yes},
        {"exampleQuestions", boost::json::array(about.examples.begin(), about.examples.end())},
    };
    if (documents != holding::unknown) config["documents"] = documents == holding::none ? "none" : "some";
    return boost::json::serialize(config) + "\n";
}

}  // namespace parley::server
