// Small tools for building the page.

// make('p', {class: 'soft', onclick: f}, 'text', node, ...): attributes are set, functions are listeners, and text is
// always text, never markup.
function make(tag, attributes, ...children) {
  const node = document.createElement(tag);
  for (const [key, value] of Object.entries(attributes || {})) {
    if (value === undefined || value === null || value === false) continue;
    if (typeof value === 'function') node.addEventListener(key.slice(2), value);
    else node.setAttribute(key, value === true ? '' : value);
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return node;
}

function escaped(text) {
  return String(text).replace(/[&<>"]/g, (c) => ({'&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;'})[c]);
}

const byId = (id) => document.getElementById(id);

// A button that copies a text, and says so.
function copyButton(label, text) {
  const button = make('button', {class: 'quiet', onclick: async () => {
    try {
      await navigator.clipboard.writeText(text());
      announce(label + ': done');
      button.textContent = 'Copied';
    } catch {
      prompt(label, text());  // a page from a file may have no clipboard
    }
  }}, label);
  return button;
}

function announce(text) {
  byId('live').textContent = text;
}

const SIGNS = {passed: '✓', failed: '✕', deviates: '≠', 'not achievable': '∅', skipped: '–', 'not covered': '·'};

function outcomeClass(outcome) {
  return 'o o-' + (outcome === 'not covered' ? 'none' : outcome.replace(' ', '-'));
}

function sign(outcome) {
  return make('span', {class: 'sign ' + outcomeClass(outcome), title: outcome, role: 'img', 'aria-label': outcome},
              SIGNS[outcome]);
}

function counted(count, noun) {
  return count + ' ' + noun + (count === 1 ? '' : 's');
}

// Since the start of the world: "+2:30.040", with microseconds or nanoseconds where they are not zero.
function offsetText(ns) {
  const whole = Math.floor(ns / 1e9);
  const rest = ns - whole * 1e9;
  const digits = String(rest).padStart(9, '0');
  const fraction = rest % 1e6 === 0 ? digits.slice(0, 3) : rest % 1e3 === 0 ? digits.slice(0, 6) : digits;
  const two = (n) => String(n).padStart(2, '0');
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor(whole / 60) % 60;
  return '+' + (hours > 0 ? hours + ':' + two(minutes) : minutes) + ':' + two(whole % 60) + '.' + fraction;
}

// "2m 28s", "140ms", "31µs".
function lengthText(ns) {
  if (ns < 1e3) return ns + 'ns';
  if (ns < 1e6) return +(ns / 1e3).toPrecision(3) + 'µs';
  if (ns < 1e9) return +(ns / 1e6).toPrecision(3) + 'ms';
  const seconds = ns / 1e9;
  if (seconds < 60) return +seconds.toPrecision(3) + 's';
  const whole = Math.round(seconds);
  const parts = [[Math.floor(whole / 3600), 'h'], [Math.floor(whole / 60) % 60, 'm'], [whole % 60, 's']];
  return parts.filter(([n]) => n > 0).map(([n, unit]) => n + unit).join(' ');
}
