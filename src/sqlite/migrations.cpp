#include "sqlite/migrations.hpp"

#include "sqlite/statement.hpp"
#include "sqlite/transaction.hpp"

namespace parley::sqlite {
namespace {

error too_new(int found, int known)
{
    return {errc::unsupported, "the store was written by a newer parley (schema " + std::to_string(found) +
                                   ", this one knows " + std::to_string(known) +
                                   "): use that version, or another --data folder"};
}

// The version is read again inside: another process may have migrated while we waited for the lock.
result<bool> run_next(database& file, std::span<const char* const> steps)
{
    auto change = transaction::begin(file, access::write);
    if (!change) return change.error();
    auto version = schema_version(file);
    if (!version) return version.error();
    const int known = static_cast<int>(steps.size());
    if (*version > known) return too_new(*version, known);
    if (*version == known) return false;

    if (auto ran = file.execute(steps[static_cast<std::size_t>(*version)]); !ran) return ran.error();
    const std::string stamp = "pragma user_version = " + std::to_string(*version + 1);
    if (auto stamped = file.execute(stamp.c_str()); !stamped) return stamped.error();
    if (auto committed = change->commit(); !committed) return committed.error();
    return *version + 1 < known;
}

}  // namespace

result<int> schema_version(database& of)
{
    auto asked = of.prepare("pragma user_version");
    if (!asked) return asked.error();
    auto row = asked->next();
    if (!row) return row.error();
    return static_cast<int>(asked->integer(0));
}

result<void> migrate(database& file, std::span<const char* const> steps)
{
    auto version = schema_version(file);
    if (!version) return version.error();
    const int known = static_cast<int>(steps.size());
    if (*version > known) return too_new(*version, known);
    bool more = *version < known;
    while (more) {
        auto ran = run_next(file, steps);
        if (!ran) return ran.error();
        more = *ran;
    }
    return {};
}

result<void> expect_version(database& file, int version)
{
    auto found = schema_version(file);
    if (!found) return found.error();
    if (*found > version) return too_new(*found, version);
    if (*found == 0) return error{errc::not_found, "the store is empty: nothing was ingested yet"};
    if (*found < version)
        return error{
            errc::unsupported,
            "the store was written by an older parley: run `parley ingest` once to bring it up to date"};
    return {};
}

}  // namespace parley::sqlite
