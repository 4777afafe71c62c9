// The system calls a child is refused, as a program for the kernel's seccomp filter.
//
// A list of refusals, not of permissions: it must not break with the next version of the C library.
// Everything on it fails with EPERM, and every call newer than the list
// with ENOSYS; nothing here opens, starts or changes anything. x86-64 and arm64.
#pragma once

#include "ingest/child/child.hpp"

#include <linux/filter.h>
#include <vector>

namespace parley::ingest {

std::vector<sock_filter> system_call_filter(offspring may_start);

}  // namespace parley::ingest
