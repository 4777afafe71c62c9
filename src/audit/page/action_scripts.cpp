#include "audit/page/action_scripts.hpp"

#include "base/json_text.hpp"

#include <initializer_list>

namespace parley::audit {
namespace {

using std::string_view;

constexpr string_view tools = R"js(
const patiently = async (patience, attempt) => {
  const until = performance.now() + patience;
  for (;;) {
    const outcome = attempt();
    if (outcome.why === undefined || performance.now() >= until) return JSON.stringify(outcome);
    // Where things lie is known anew with each frame, which a busy browser may take long to draw.
    await new Promise((done) => {
      setTimeout(done, 200);
      requestAnimationFrame(() => setTimeout(done, 20));
    });
  }
};
const boxesOf = (element) =>
  [...element.getClientRects()].filter(({width, height}) => width > 0 && height > 0);
const isVisible = (element) =>
  boxesOf(element).length > 0 && getComputedStyle(element).visibility === 'visible';
const nameOf = (element) =>
  `<${element.localName}${element.id ? ` id="${element.id}"` : ''}${
    element.classList.length > 0 ? ` class="${element.classList}"` : ''}>`;
)js";

constexpr string_view click_body = R"js(
  const hitAt = (x, y) => {
    let hit = document.elementFromPoint(x, y);
    while (hit?.shadowRoot) {
      const inner = hit.shadowRoot.elementFromPoint(x, y);
      if (!inner || inner === hit) break;
      hit = inner;
    }
    return hit;
  };
  const isIn = (element, hit) => {
    for (let at = hit; at; at = at.parentNode ?? at.host) if (at === element) return true;
    return hit?.closest?.('label')?.control === element;
  };
  let before;
  return patiently(patience, () => {
    const element = document.querySelector(selector);
    if (!element) return {why: 'no element matches'};
    if (!isVisible(element)) return {why: 'the element is not visible'};
    if (element.matches(':disabled')) return {why: 'the element is disabled'};
    element.scrollIntoView({block: 'center', inline: 'center', behavior: 'instant'});
    const box = boxesOf(element)[0];
    const left = Math.max(box.left, 0), right = Math.min(box.right, innerWidth);
    const top = Math.max(box.top, 0), bottom = Math.min(box.bottom, innerHeight);
    if (left >= right || top >= bottom) return {why: 'the element lies outside of the window'};
    const x = (left + right) / 2, y = (top + bottom) / 2;
    const isAtRest = before?.x === x && before?.y === y;
    before = {x, y};
    if (!isAtRest) return {why: 'the element does not stop moving'};
    const hit = hitAt(x, y);
    return isIn(element, hit) ? before : {why: `${hit ? nameOf(hit) : 'something'} covers the element`};
  });
)js";

// In the sandbox the setters are the browser's own, whatever a framework made of the page's; it learns of the
// new value by the events, as it does of typing.
constexpr string_view field_body = R"js(
  const textless = ['button', 'checkbox', 'file', 'image', 'radio', 'reset', 'submit'];
  const tell = (element, text) => {
    element.dispatchEvent(new InputEvent('input',
      {bubbles: true, composed: true, data: text, inputType: text === '' ? 'deleteContent' : 'insertText'}));
    element.dispatchEvent(new Event('change', {bubbles: true}));
    return {};
  };
  const choose = (list, text) => {
    const options = [...list.options];
    const chosen = options.find(({value}) => value === text) ??
      options.find(({label}) => label.trim() === text);
    if (!chosen && text !== '') return {why: 'the list has no such option'};
    list.value = chosen?.value ?? '';
    return tell(list, text);
  };
  const write = (element, text) => {
    element.focus();
    if (element.localName === 'select') return choose(element, text);
    if (element.localName === 'input' || element.localName === 'textarea') {
      if (element.readOnly) return {why: 'the field is read-only'};
      if (textless.includes(element.type))
        return {why: `the field is no field for text, but a ${element.type}`};
      element.value = text;
      if (text !== '' && element.value === '')
        return {why: `the field takes no such value (${element.type})`};
      return tell(element, text);
    }
    if (!element.isContentEditable) return {why: `${nameOf(element)} is no field`};
    element.textContent = text;
    return tell(element, text);
  };
  const isChecked = (element) => element.checked ?? element.getAttribute('aria-checked') === 'true';
  const check = (element, wanted) => {
    if (element.checked === undefined && !element.hasAttribute('aria-checked'))
      return {why: `${nameOf(element)} cannot be checked`};
    if (isChecked(element) === wanted) return {};
    element.click();
    return isChecked(element) === wanted ? {} : {why: 'the field did not change'};
  };
  return patiently(patience, () => {
    const element = document.querySelector(selector);
    if (!element) return {why: 'no element matches'};
    if (element.matches(':disabled')) return {why: 'the field is disabled'};
    return kind === 'check' ? check(element, true) : kind === 'uncheck' ? check(element, false)
      : write(element, value);
  });
)js";

constexpr string_view state_body = R"js(
  const isThere = {
    added: (elements) => elements.length > 0,
    removed: (elements) => elements.length === 0,
    visible: (elements) => elements.some(isVisible),
    hidden: (elements) => !elements.some(isVisible),
  }[state];
  return patiently(patience, () => {
    const elements = [...document.querySelectorAll(selector)];
    if (isThere(elements)) return {};
    if (elements.length === 0) return {why: 'no element matches'};
    if (state === 'removed') return {why: 'the element is still there'};
    return {why: state === 'hidden' ? 'the element is still visible' : 'the element is not visible'};
  });
)js";

constexpr string_view place_body = R"js(
  const absolute = (text) => { try { return new URL(text, location.href).href; } catch { return text; } };
  const now = {url: () => location.href, path: () => location.pathname, fragment: () => location.hash}[place];
  const wanted = place === 'url' ? absolute(value)
    : place === 'fragment' && !value.startsWith('#') ? `#${value}` : value;
  const what = place === 'url' ? 'address' : place;
  return patiently(patience, () => (now() === wanted) === (kind === 'is') ? {}
    : {why: kind === 'is' ? `the ${what} is ${now() || 'empty'}` : `the ${what} is still that`});
)js";

// An element that takes the place of another is listened to instead.
constexpr string_view event_body = R"js(
  let isEmitted = false, heard;
  return patiently(patience, () => {
    const element = document.querySelector(selector);
    if (!element) return {why: 'no element matches'};
    if (heard !== element) element.addEventListener(name, () => { isEmitted = true; }, {once: true});
    heard = element;
    return isEmitted ? {} : {why: 'the element did not emit it'};
  });
)js";

// An asynchronous function of names and texts, called.
std::string called(std::initializer_list<std::pair<string_view, string_view>> values,
                   script_patience patience, string_view body)
{
    std::string script = "(async (patience";
    for (const auto& [name, value] : values) (script += ',') += name;
    ((script += ") => {") += tools) += body;
    script += "})(" + std::to_string(patience.count());
    for (const auto& [name, value] : values) append_json_string(script += ',', value);
    return script + ')';
}

}  // namespace

std::string place_to_click(const std::string& selector, script_patience patience)
{
    return called({{"selector", selector}}, patience, click_body);
}

std::string change_field(const action& step, script_patience patience)
{
    const string_view kind = step.kind == action_kind::check_field     ? "check"
                             : step.kind == action_kind::uncheck_field ? "uncheck"
                                                                       : "write";
    return called({{"selector", step.subject}, {"value", step.value}, {"kind", kind}}, patience, field_body);
}

std::string wait_in_page(const action& step, script_patience patience)
{
    if (step.kind == action_kind::wait_for_element)
        return called({{"selector", step.subject}, {"state", step.value}}, patience, state_body);
    if (step.kind == action_kind::wait_for_event)
        return called({{"selector", step.subject}, {"name", step.value}}, patience, event_body);
    const string_view kind = step.kind == action_kind::wait_for_place ? "is" : "is not";
    return called({{"place", step.subject}, {"value", step.value}, {"kind", kind}}, patience, place_body);
}

std::string resolve_address(const std::string& address)
{
    return called({{"address", address}}, {}, R"js(
  try { return JSON.stringify({address: new URL(address, document.baseURI).href}); }
  catch { return JSON.stringify({why: 'it is no address'}); }
)js");
}

std::string page_size()
{
    return called({}, {}, R"js(
  const {scrollWidth, scrollHeight} = document.documentElement;
  return JSON.stringify({width: Math.max(scrollWidth, 1), height: Math.max(scrollHeight, 1)});
)js");
}

std::string take_turns()
{
    return called({}, {}, R"js(
  for (let turn = 0; turn < 2; ++turn) await new Promise((done) => setTimeout(done, 0));
  return '{}';
)js");
}

}  // namespace parley::audit
