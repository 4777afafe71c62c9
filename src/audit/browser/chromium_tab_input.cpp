#include "audit/browser/chromium_tab.hpp"

namespace parley::audit {

asio::awaitable<result<void>> chromium_tab::click(point where, deadline until)
{
    for (const auto* type : {"mouseMoved", "mousePressed", "mouseReleased"}) {
        object event{{"type", type}, {"x", where.x}, {"y", where.y}};
        if (std::string_view(type) != "mouseMoved") {
            event["button"] = "left";
            event["clickCount"] = 1;
        }
        auto done = co_await call("Input.dispatchMouseEvent", std::move(event), until);
        if (!done) co_return done.error();
    }
    co_return result<void>{};
}

asio::awaitable<result<void>> chromium_tab::press(key_press key, deadline until)
{
    object event{{"modifiers", key.modifiers},
                 {"key", key.key},
                 {"code", key.code},
                 {"windowsVirtualKeyCode", key.number}};
    object down = event;
    down["type"] = key.text.empty() ? "rawKeyDown" : "keyDown";
    if (!key.text.empty()) down["text"] = key.text;
    auto pressed = co_await call("Input.dispatchKeyEvent", std::move(down), until);
    if (!pressed) co_return pressed.error();
    event["type"] = "keyUp";
    auto released = co_await call("Input.dispatchKeyEvent", std::move(event), until);
    if (!released) co_return released.error();
    co_return result<void>{};
}

}  // namespace parley::audit
