#include "ingest/pdf/pdf.hpp"

#include "ingest/pdf/page_text.hpp"
#include "ingest/text/clean.hpp"

#include <algorithm>
#include <csignal>

namespace parley::ingest {
namespace {

// Collects pages from output that is cut anywhere; a form feed ends a page.
class page_collector {
public:
    result<void> feed(std::string_view bytes)
    {
        while (!bytes.empty()) {
            const auto end = bytes.find('\f');
            current_ += bytes.substr(0, end);
            if (current_.size() > pdf_page_bytes_max)
                return error{errc::too_large, "has more text on page " + std::to_string(pages_.size() + 1) +
                                                  " than the limit of " +
                                                  std::to_string(pdf_page_bytes_max >> 20U) + " MiB"};
            if (end == std::string_view::npos) break;
            if (pages_.size() == static_cast<std::size_t>(pdf_pages_max))
                return error{errc::too_large,
                             "has more than the limit of " + std::to_string(pdf_pages_max) + " pages"};
            pages_.push_back(std::move(current_));
            current_.clear();
            bytes.remove_prefix(end + 1);
        }
        return {};
    }

    std::vector<std::string> finish()
    {
        if (!is_blank(current_)) pages_.push_back(std::move(current_));
        return std::move(pages_);
    }

private:
    std::string current_;
    std::vector<std::string> pages_;
};

bool says(const child_exit& outcome, std::string_view words)
{
    return outcome.complaint.find(words) != std::string::npos;
}

}  // namespace

error pdf_failure(const child_exit& outcome)
{
    if (says(outcome, "Incorrect password"))
        return {errc::unsupported, "is encrypted with a password: remove the password and ingest again"};
    if (says(outcome, "Unknown security handler") || says(outcome, "unsupported version/revision"))
        return {errc::unsupported,
                "is encrypted in a way that is not supported: remove the protection first"};
    if (outcome.status == 3)
        return {errc::unsupported, "forbids copying its text: remove the restriction and ingest again"};
    if (says(outcome, "out of memory") || says(outcome, "Out of memory") || says(outcome, "bad_alloc"))
        return {errc::too_large, "needs more memory to read than the limit"};
    if (outcome.signal != 0)
        return {errc::malformed, "crashed the PDF reader (signal " + std::to_string(outcome.signal) +
                                     "): it is damaged or hostile"};
    if (says(outcome, "xref") || says(outcome, "trailer"))
        return {errc::malformed, "is damaged or cut short"};
    return {errc::malformed, "is damaged: the PDF reader cannot open it"};
}

result<parsed> parse_pdf(int file, const pdf_reader& reader, const std::atomic<bool>* stop)
{
    page_collector collected;
    const std::vector<std::string> command{reader.program.string(), "-enc", "UTF-8", "-", "-"};
    const auto outcome = run_child(
        command, file, reader.limits, [&collected](std::string_view bytes) { return collected.feed(bytes); },
        stop);
    if (!outcome) {
        if (outcome.error().code != errc::not_found) return outcome.error();
        return error{errc::not_found, "cannot be read without pdftotext: apt-get install poppler-utils"};
    }
    if (outcome->status != 0) return pdf_failure(*outcome);

    parsed document;
    document.pages = pages_from(collected.finish());
    if (document.pages.empty()) return error{errc::malformed, "has no pages"};
    if (std::ranges::all_of(document.pages, [](const page& p) { return is_blank(p.text); }))
        return error{errc::unsupported, "has no text layer (scanned?): run text recognition on it first"};
    document.title = title_from(document.pages);
    if (says(*outcome, "Syntax Error")) document.warning = "is damaged in places; some text may be missing";
    return document;
}

}  // namespace parley::ingest
