#include "audit/engine/scripts.hpp"

#include "base/json_text.hpp"

namespace parley::audit {
namespace {

// Finished where they end, taken away where they never do: what is left is how the page stays.
constexpr std::string_view end_animations = R"js(
const endAnimations = () => {
  for (const animation of document.getAnimations?.() ?? []) {
    try { animation.finish(); } catch { animation.cancel(); }
  }
};
)js";

// JSON that is also UTF-8: half a surrogate pair, which pages may have in their texts, becomes U+FFFD.
constexpr std::string_view in_whole_characters = R"js(((value) => {
  const json = JSON.stringify(value);
  if (!/\\ud[89a-f]/.test(json)) return json;
  return json.replace(/\\(?:ud[89a-f]..|.)/g, (escape) => escape.startsWith('\\ud') ? '\\ufffd' : escape);
}))js";

constexpr std::string_view start_body = R"js(
  if (typeof axe !== 'object') return JSON.stringify({lacks: 'axe'});
  if (/^(chrome-error:|about:(neterror|certerror))/.test(document.documentURI))
    return JSON.stringify({failed: 'it could not be loaded'});
  if (isStill) endAnimations();
  const where = context ?? document;
  axe.configure({allowedOrigins: ['<same_origin>']});
  const found = axe.utils.getFrameContexts(where, options);
  const elements = found.map(({frameSelector}) => axe.utils.shadowSelect(frameSelector));
  const run = isTop && found.length === 0 ? axe.run(where, options) : axe.runPartial(where, options);
  run.catch(() => {});
  globalThis.parleyAudit = {run, elements};
  const stateOf = (element) => {
    let inner = null;
    try { inner = element.contentDocument; } catch { /* of another origin */ }
    if (inner === null) return 'foreign';
    const wanted = element.getAttribute('src') ?? '';
    const isBlank = inner.URL === 'about:blank' && !element.hasAttribute('srcdoc');
    return isBlank && !/^\s*(about:|javascript:|$)/i.test(wanted) ? 'waiting' : 'loaded';
  };
  return JSON.stringify({frames: found.map(({frameSelector, frameContext}, index) => ({
    context: frameContext,
    place: [].concat(frameSelector).join(' >>> '),
    address: elements[index]?.src ?? '',
    state: elements[index] ? stateOf(elements[index]) : 'waiting',
  }))});
)js";

constexpr std::string_view settle_body = R"js(
  const quietFor = 100, patience = 3000, frameless = 500;
  const notes = [];
  const pause = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds, false));
  const within = (milliseconds, work) => Promise.race([work.then(() => true), pause(milliseconds)]);
  const fonts = within(patience, document.fonts?.ready ?? Promise.resolve());
  endAnimations();
  const frame = () => new Promise((done) => requestAnimationFrame(done));
  const painted = within(frameless, frame().then(frame));
  const quiet = new Promise((done) => {
    let timer;
    const end = (isQuiet) => {
      // The page had to wait while axe was defined: it has its turn first.
      const turn = quietFor / 2 - (performance.now() - (globalThis.parleyEngineSince ?? -quietFor));
      if (isQuiet && turn > 0) {
        timer = setTimeout(end, turn, true);
        return;
      }
      watcher.disconnect();
      clearTimeout(timer);
      clearTimeout(limit);
      done(isQuiet);
    };
    const again = () => { clearTimeout(timer); timer = setTimeout(end, quietFor, true); };
    const watcher = new MutationObserver(again);
    const limit = setTimeout(end, patience, false);
    watcher.observe(document, {subtree: true, childList: true, attributes: true, characterData: true});
    again();
  });
  if (!(await quiet)) notes.push('it kept changing: audited as it was after 3 s');
  if (!(await fonts)) notes.push('its fonts did not load within 3 s');
  await painted;
  endAnimations();
  return JSON.stringify({notes});
)js";

std::string in_json(std::string_view json)
{
    std::string text = "JSON.parse(";
    append_json_string(text, json);
    return text + ")";
}

std::string in_text(std::string_view words)
{
    std::string text;
    append_json_string(text, words);
    return text;
}

}  // namespace

std::string engine_script(std::string_view source)
{
    return "(() => { if (typeof axe === 'object') return 'there';\n" + std::string(source) +
           "\nglobalThis.parleyEngineSince = performance.now(); return 'defined'; }).call(globalThis)";
}

std::string start_script(std::string_view context, std::string_view options, frame_role role, still settled)
{
    std::string script = "((context, options, isTop, isStill) => {";
    script += end_animations;
    script += start_body;
    script += "})(" + (context.empty() ? std::string("null") : in_json(context)) + "," + in_json(options);
    script += role == frame_role::top ? ",true" : ",false";
    script += settled == still::yes ? ",true)" : ",false)";
    return script;
}

std::string frame_element(std::size_t index)
{
    return "parleyAudit.elements[" + std::to_string(index) + "]";
}

std::string collect_script()
{
    return "parleyAudit.run.then(" + std::string(in_whole_characters) + ")";
}

std::string finish_script(std::string_view parts, std::string_view options)
{
    return "axe.finishRun(" + in_json(parts) + "," + in_json(options) + ").then(" +
           std::string(in_whole_characters) + ")";
}

std::string settle_script()
{
    return "(async () => {" + std::string(end_animations) + std::string(settle_body) + "})()";
}

std::string matches_script(std::string_view selector, std::chrono::milliseconds patience)
{
    return "(async (selector, patience) => {\n"
           "  const until = performance.now() + patience;\n"
           "  while (!document.querySelector(selector)) {\n"
           "    if (performance.now() >= until) return 'no';\n"
           "    await new Promise((done) => setTimeout(done, 20));\n"
           "  }\n"
           "  return 'yes';\n"
           "})(" +
           in_text(selector) + "," + std::to_string(patience.count()) + ")";
}

std::string about_script()
{
    return std::string(in_whole_characters) + "({title: document.title, address: location.href})";
}

}  // namespace parley::audit
