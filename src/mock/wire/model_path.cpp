#include "mock/wire/model_path.hpp"

namespace parley::mock {
namespace {

bool take_front(std::string_view& text, std::string_view front)
{
    if (!text.starts_with(front)) return false;
    text.remove_prefix(front.size());
    return true;
}

std::optional<model_path> read_below_base(std::string_view path, host_style style)
{
    if (path == "/chat/completions") return model_path{endpoint::chat, style};
    if (path == "/responses") return model_path{endpoint::responses, style};
    if (path == "/embeddings") return model_path{endpoint::embeddings, style};
    if (path == "/rerank" && style == host_style::openai) return model_path{endpoint::rerank, style};
    if (path == "/models") return model_path{endpoint::models, style};
    if (take_front(path, "/models/") && !path.empty()) return model_path{endpoint::models, style, {}, path};
    return std::nullopt;
}

}  // namespace

std::optional<model_path> read_model_path(std::string_view path)
{
    if (path.ends_with('/')) path.remove_suffix(1);
    if (take_front(path, "/openai/v1")) return read_below_base(path, host_style::azure_v1);
    if (take_front(path, "/openai/deployments/")) {
        const auto end = path.find('/');
        if (end == 0 || end == std::string_view::npos) return std::nullopt;
        auto found = read_below_base(path.substr(end), host_style::azure_legacy);
        if (!found || (found->at != endpoint::chat && found->at != endpoint::embeddings)) return std::nullopt;
        found->deployment = path.substr(0, end);
        return found;
    }
    if (take_front(path, "/openai")) return read_below_base(path, host_style::azure_legacy);
    if (!take_front(path, "/v1")) return std::nullopt;
    return read_below_base(path, host_style::openai);
}

}  // namespace parley::mock
