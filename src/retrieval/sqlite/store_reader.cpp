#include "retrieval/sqlite/store_reader.hpp"

#include "retrieval/sqlite/store_sql.hpp"
#include "sqlite/migrations.hpp"

#include <sys/stat.h>

namespace parley::retrieval {

result<sqlite::database*> store_reader::current()
{
    struct stat found {};
    if (::stat(file_.c_str(), &found) != 0) {
        open_.reset();
        return nullptr;
    }
    const identity now{found.st_dev, found.st_ino};
    if (open_ && now == of_open_) return &*open_;

    open_.reset();
    auto opened = sqlite::database::open(file_, sqlite::access::read);
    if (!opened) {
        if (opened.error().code == errc::not_found) return nullptr;
        return opened.error();
    }
    if (auto known = sqlite::expect_version(*opened, sql::schema); !known) {
        if (known.error().code == errc::not_found) return nullptr;
        return known.error();
    }
    open_ = std::move(*opened);
    of_open_ = now;
    return &*open_;
}

}  // namespace parley::retrieval
