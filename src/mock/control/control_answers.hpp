// What each route of the control plane does; the table of routes is in control_plane.cpp.
#pragma once

#include "mock/mock_state.hpp"

namespace parley::mock {

// What is there to see.
http::response show_health(mock_state& with, const http::request& from);
http::response show_journal(mock_state& with, const http::request& from);
http::response show_misses(mock_state& with, const http::request& from);
http::response show_receipt(mock_state& with, const http::request& from);
http::response show_fixtures(mock_state& with, const http::request& from);
http::response show_faults(mock_state& with, const http::request& from);
http::response show_latency(mock_state& with, const http::request& from);
http::response show_limits(mock_state& with, const http::request& from);
http::response show_clock(mock_state& with, const http::request& from);
http::response show_pauses(mock_state& with, const http::request& from);
http::response show_metrics(mock_state& with, const http::request& from);
http::response show_logins(mock_state& with, const http::request& from);
http::response show_devices(mock_state& with, const http::request& from);
http::response check_expectations(mock_state& with, const http::request& from);

// What can be changed.
http::response replace_fixtures(mock_state& with, const http::request& from);
http::response add_fixtures(mock_state& with, const http::request& from);
http::response remove_fixtures(mock_state& with, const http::request& from);
http::response set_faults(mock_state& with, const http::request& from);
http::response set_latency(mock_state& with, const http::request& from);
http::response set_limits(mock_state& with, const http::request& from);
http::response reset(mock_state& with, const http::request& from);
http::response advance_clock(mock_state& with, const http::request& from);
http::response release_pause(mock_state& with, const http::request& from);
http::response open_port(mock_state& with, const http::request& from);
http::response close_ports(mock_state& with, const http::request& from);
http::response set_logins(mock_state& with, const http::request& from);
http::response decide_devices(mock_state& with, const http::request& from);
http::response rotate_keys(mock_state& with, const http::request& from);

}  // namespace parley::mock
