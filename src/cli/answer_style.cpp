#include "cli/answer_style.hpp"

#include "base/whole_file.hpp"

#include <map>

namespace parley::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view prompt_suffix = ".mustache";
constexpr std::size_t prompt_bytes_max = 64 * 1024;
constexpr std::size_t vocabulary_bytes_max = 32 * 1024 * 1024;  // those of today have 2 to 4 MB

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

struct named_vocabulary {
    rag::cutting how;
    std::string file;
};

// How words are cut is said in front of the file or by its name, as OpenAI names them.
result<named_vocabulary> read_vocabulary_name(const std::string& value)
{
    constexpr std::pair<std::string_view, rag::cutting> known[] = {{"cl100k", rag::cutting::cl100k},
                                                                   {"o200k", rag::cutting::o200k}};
    for (const auto& [name, how] : known)
        if (value.starts_with(std::string(name) + ":"))
            return named_vocabulary{how, value.substr(name.size() + 1)};
    const auto file = fs::path(value).filename().string();
    for (const auto& [name, how] : known)
        if (file.starts_with(name)) return named_vocabulary{how, value};
    return bad("--vocabulary " + value + ": the name does not say how words are cut: give cl100k:" + value +
               " or o200k:" + value);
}

result<rag::token_counter> read_token_counter(const std::string& value)
{
    if (value.empty()) return rag::token_counter();
    const auto named = read_vocabulary_name(value);
    if (!named) return named.error();
    const auto text = read_whole_file(named->file, vocabulary_bytes_max);
    if (!text) return bad("--vocabulary: " + named->file + " " + text.error().detail);
    auto made = rag::vocabulary::parse(*text, named->how);
    if (!made)
        return bad("--vocabulary: " + named->file + " is no vocabulary in the form of tiktoken: " +
                   made.error().detail + " (docs/prompts.md says where to get one)");
    return rag::token_counter(*std::move(made));
}

result<rag::prompt_budget> read_budget(const settings& values)
{
    auto counter = read_token_counter(values.text("vocabulary"));
    if (!counter) return counter.error();
    return rag::prompt_budget{static_cast<std::size_t>(values.number("source-tokens")),
                              static_cast<std::size_t>(values.number("history-tokens")), *std::move(counter)};
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
    auto budget = read_budget(values);
    if (!budget) return budget.error();
    return answer_style{*rewrite, *grounded, *std::move(texts), *std::move(budget)};
}

}  // namespace parley::cli
