#include "cli/answer_style.hpp"

#include "base/whole_file.hpp"

#include <map>

namespace parley::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view prompt_suffix = ".mustache";
constexpr std::size_t prompt_bytes_max = 64 * 1024;

error bad(std::string what)
{
    return {errc::invalid_input, std::move(what)};
}

result<rag::rewriting> read_rewriting(std::string_view when)
{
    if (when == "follow-ups") return rag::rewriting::follow_ups;
    if (when == "always") return rag::rewriting::always;
    if (when == "never") return rag::rewriting::never;
    return bad("--rewrite takes follow-ups, always or never");
}

result<rag::grounding> read_grounding(std::string_view how)
{
    if (how == "sources") return rag::grounding::sources;
    if (how == "open") return rag::grounding::open;
    if (how == "refuse") return rag::grounding::refuse;
    return bad("--grounding takes sources, open or refuse");
}

// What is no file of ours, such as a README, stays where it is.
result<std::map<std::string, std::string>> read_prompt_files(const fs::path& folder)
{
    std::map<std::string, std::string> texts;
    std::error_code failed;
    for (fs::directory_iterator at(folder, failed), end; !failed && at != end; at.increment(failed)) {
        const auto& file = at->path();
        if (file.extension() != prompt_suffix) continue;
        auto text = read_whole_file(file, prompt_bytes_max);
        if (!text) return bad("--prompts: cannot read " + file.string() + ": " + text.error().detail);
        texts.emplace(file.stem().string(), *std::move(text));
    }
    if (failed) return bad("--prompts: cannot read the folder " + folder.string() + ": " + failed.message());
    if (texts.empty()) return bad("--prompts: " + folder.string() + " holds no file such as answer.mustache");
    return texts;
}

result<rag::prompts> read_prompts(const std::string& folder)
{
    if (folder.empty()) return rag::make_prompts();
    const auto texts = read_prompt_files(folder);
    if (!texts) return texts.error();
    auto made = rag::make_prompts(*texts);
    if (!made) return bad("--prompts " + folder + ": " + made.error().detail);
    return made;
}

}  // namespace

result<answer_style> read_answer_style(const settings& values)
{
    const auto rewrite = read_rewriting(values.text("rewrite"));
    if (!rewrite) return rewrite.error();
    const auto grounded = read_grounding(values.text("grounding"));
    if (!grounded) return grounded.error();
    auto texts = read_prompts(values.text("prompts"));
    if (!texts) return texts.error();
    return answer_style{*rewrite, *grounded, *std::move(texts)};
}

}  // namespace parley::cli
