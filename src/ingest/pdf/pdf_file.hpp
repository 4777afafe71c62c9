// For tests: writes the smallest PDF that holds the given lines on the given pages.
#pragma once

#include <string>
#include <vector>

namespace parley::ingest {

using pdf_page_lines = std::vector<std::string>;  // ASCII; no lines make a blank page

enum class pdf_protection { none, password };

class pdf_file {
public:
    explicit pdf_file(const std::vector<pdf_page_lines>& pages,
                      pdf_protection protection = pdf_protection::none)
    {
        bytes_ = "%PDF-1.4\n";
        std::string kids;
        for (std::size_t i = 0; i < pages.size(); ++i) kids += std::to_string(4 + 2 * i) + " 0 R ";
        add("<< /Type /Catalog /Pages 2 0 R >>");
        add("<< /Type /Pages /Count " + std::to_string(pages.size()) + " /Kids [" + kids + "] >>");
        add("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>");
        for (const auto& lines : pages) add_page(lines);
        finish(protection);
    }

    const std::string& bytes() const { return bytes_; }

private:
    void add(const std::string& object)
    {
        offsets_.push_back(bytes_.size());
        bytes_ += std::to_string(offsets_.size()) + " 0 obj\n" + object + "\nendobj\n";
    }

    void add_page(const pdf_page_lines& lines)
    {
        std::string content = "BT /F1 12 Tf 14 TL 72 720 Td\n";
        for (const auto& line : lines) content += "(" + line + ") Tj T*\n";
        content += "ET";
        add("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources << /Font << /F1 3 0 R >> >> "
            "/Contents " +
            std::to_string(offsets_.size() + 2) + " 0 R >>");
        add("<< /Length " + std::to_string(content.size()) + " >>\nstream\n" + content + "\nendstream");
    }

    void finish(pdf_protection protection)
    {
        const auto table = bytes_.size();
        bytes_ += "xref\n0 " + std::to_string(offsets_.size() + 1) + "\n0000000000 65535 f \n";
        for (const auto offset : offsets_) {
            std::string digits = std::to_string(offset);
            digits.insert(0, 10 - digits.size(), '0');
            bytes_ += digits + " 00000 n \n";
        }
        bytes_ += "trailer\n<< /Size " + std::to_string(offsets_.size() + 1) + " /Root 1 0 R";
        // Keys that no password has made: not even the empty one opens the file.
        const std::string key(64, '5');
        if (protection == pdf_protection::password)
            bytes_ += " /ID [<00> <00>] /Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <" + key + "> /U <" +
                      key + "> >>";
        bytes_ += " >>\nstartxref\n" + std::to_string(table) + "\n%%EOF\n";
    }

    std::string bytes_;
    std::vector<std::size_t> offsets_;
};

}  // namespace parley::ingest
