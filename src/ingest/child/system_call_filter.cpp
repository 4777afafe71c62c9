#include "ingest/child/system_call_filter.hpp"

#include <array>
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/seccomp.h>
#include <sys/syscall.h>

namespace parley::ingest {
namespace {

#if defined(__x86_64__)
constexpr std::uint32_t our_architecture = AUDIT_ARCH_X86_64;
#elif defined(__aarch64__)
constexpr std::uint32_t our_architecture = AUDIT_ARCH_AARCH64;
#else
#error "the system call filter knows x86-64 and arm64 only"
#endif

// No talking to anybody: network, local sockets, other processes, the kernel's own programs.
constexpr auto conversation = std::to_array<long>({
    SYS_socket,
    SYS_socketpair,
    SYS_connect,
    SYS_bind,
    SYS_listen,
    SYS_accept,
    SYS_accept4,
    SYS_sendto,
    SYS_sendmsg,
    SYS_sendmmsg,
    SYS_kill,
    SYS_tkill,
    SYS_tgkill,
    SYS_ptrace,
    SYS_process_vm_readv,
    SYS_process_vm_writev,
    SYS_rt_sigqueueinfo,
    SYS_rt_tgsigqueueinfo,
    SYS_kcmp,
    SYS_pidfd_open,
    SYS_pidfd_getfd,
    SYS_pidfd_send_signal,
    SYS_bpf,
    SYS_perf_event_open,
    SYS_userfaultfd,
    SYS_io_uring_setup,
    SYS_io_uring_enter,
    SYS_io_uring_register,
    SYS_io_setup,
    SYS_io_submit,
    SYS_add_key,
    SYS_request_key,
    SYS_keyctl,
    SYS_shmget,
    SYS_shmat,
    SYS_msgget,
    SYS_semget,
    SYS_mq_open,
});

// No changes to the file system; opening for writing is looked at by its flags below.
constexpr auto change = std::to_array<long>({
    SYS_openat2,      SYS_open_by_handle_at,
    SYS_mkdirat,      SYS_mknodat,
    SYS_unlinkat,     SYS_renameat2,
    SYS_linkat,       SYS_symlinkat,
    SYS_truncate,     SYS_ftruncate,
    SYS_fallocate,    SYS_fchmod,
    SYS_fchmodat,     SYS_fchown,
    SYS_fchownat,     SYS_utimensat,
    SYS_setxattr,     SYS_lsetxattr,
    SYS_fsetxattr,    SYS_removexattr,
    SYS_lremovexattr, SYS_fremovexattr,
#ifdef SYS_renameat
    SYS_renameat,
#endif
#ifdef SYS_creat
    SYS_creat,        SYS_mkdir,
    SYS_mknod,        SYS_rmdir,
    SYS_unlink,       SYS_rename,
    SYS_link,         SYS_symlink,
    SYS_chmod,        SYS_chown,
    SYS_lchown,       SYS_utime,
    SYS_utimes,       SYS_futimesat,
#endif
});

// No way out: of the process group we kill, of its limits, of the view of the system it was given.
constexpr auto escape = std::to_array<long>({
    SYS_setsid,
    SYS_setpgid,
    SYS_setrlimit,
    SYS_unshare,
    SYS_setns,
    SYS_chroot,
    SYS_mount,
    SYS_umount2,
    SYS_pivot_root,
    SYS_fsopen,
    SYS_fsmount,
    SYS_fspick,
    SYS_open_tree,
    SYS_move_mount,
    SYS_mount_setattr,
    SYS_swapon,
    SYS_swapoff,
    SYS_reboot,
    SYS_acct,
    SYS_quotactl,
    SYS_init_module,
    SYS_finit_module,
    SYS_delete_module,
    SYS_kexec_load,
    SYS_sethostname,
    SYS_setdomainname,
    SYS_settimeofday,
    SYS_clock_settime,
    SYS_adjtimex,
    SYS_clock_adjtime,
    SYS_setuid,
    SYS_setgid,
    SYS_setreuid,
    SYS_setregid,
    SYS_setresuid,
    SYS_setresgid,
    SYS_setgroups,
    SYS_capset,
    SYS_setpriority,
    SYS_ioprio_set,
    SYS_sched_setscheduler,
    SYS_personality,
});

constexpr auto processes = std::to_array<long>({
    SYS_clone,
    SYS_clone3,
#ifdef SYS_fork
    SYS_fork,
    SYS_vfork,
#endif
});

constexpr std::uint32_t writing = O_WRONLY | O_RDWR | O_CREAT | O_TRUNC | O_APPEND;

// The first number the lists above know nothing of (fchmodat2); from 424 on both architectures count alike.
// "Not there" makes the C library fall back on the older calls, which the lists do know.
constexpr std::uint32_t first_unknown_call = 452;
constexpr std::uint32_t not_there = SECCOMP_RET_ERRNO | ENOSYS;

constexpr std::uint32_t refuse = SECCOMP_RET_ERRNO | EPERM;

// Low half of an argument; both architectures are little-endian.
constexpr std::uint32_t argument(std::uint32_t index)
{
    return static_cast<std::uint32_t>(offsetof(seccomp_data, args)) + index * 8;
}

class program {
public:
    void load(std::uint32_t offset) { code_.push_back(BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offset)); }
    void answer(std::uint32_t what) { code_.push_back(BPF_STMT(BPF_RET | BPF_K, what)); }

    void answer_if_equal(std::uint32_t value, std::uint32_t what)
    {
        code_.push_back(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, value, 0, 1));
        answer(what);
    }
    void answer_unless_equal(std::uint32_t value, std::uint32_t what)
    {
        code_.push_back(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, value, 1, 0));
        answer(what);
    }
    void answer_if_at_least(std::uint32_t value, std::uint32_t what)
    {
        code_.push_back(BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, value, 0, 1));
        answer(what);
    }

    // The next four instructions run only for system call `number`; they end in an answer.
    void when_called(long number)
    {
        code_.push_back(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, static_cast<std::uint32_t>(number), 0, 4));
    }
    void answer_if_any_bit(std::uint32_t bits, std::uint32_t what)
    {
        code_.push_back(BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, bits, 0, 1));
        answer(what);
    }

    template <std::size_t n>
    void refuse_all(const std::array<long, n>& numbers)
    {
        for (const long number : numbers) answer_if_equal(static_cast<std::uint32_t>(number), refuse);
    }

    std::vector<sock_filter> code() && { return std::move(code_); }

private:
    std::vector<sock_filter> code_;
};

}  // namespace

std::vector<sock_filter> system_call_filter(offspring may_start)
{
    program filter;
    filter.load(offsetof(seccomp_data, arch));
    filter.answer_unless_equal(our_architecture, SECCOMP_RET_KILL_PROCESS);

    filter.load(offsetof(seccomp_data, nr));
    // Numbers newer than the lists would go around them, and so would the x32 calls, which are higher yet.
    filter.answer_if_at_least(first_unknown_call, not_there);
    filter.refuse_all(conversation);
    filter.refuse_all(change);
    filter.refuse_all(escape);
    if (may_start == offspring::refused) filter.refuse_all(processes);

    filter.when_called(SYS_openat);
    filter.load(argument(2));
    filter.answer_if_any_bit(writing, refuse);
    filter.answer(SECCOMP_RET_ALLOW);
#ifdef SYS_open
    filter.when_called(SYS_open);
    filter.load(argument(1));
    filter.answer_if_any_bit(writing, refuse);
    filter.answer(SECCOMP_RET_ALLOW);
#endif
    // Reading a limit is prlimit64(0, which, null, where); changing one is not.
    filter.when_called(SYS_prlimit64);
    filter.load(argument(2));
    filter.answer_unless_equal(0, refuse);
    filter.answer(SECCOMP_RET_ALLOW);

    filter.answer(SECCOMP_RET_ALLOW);
    return std::move(filter).code();
}

}  // namespace parley::ingest
