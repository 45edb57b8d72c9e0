// Routes by the address's fragment ("#scenario=id&record=17"), keys, and the colour scheme.

let viewKeys = {};

async function route() {
  const address = location.hash;
  const wanted = new URLSearchParams(address.slice(1));
  const number = wanted.has('scenario') ? runAt(wanted) : -1;
  const run = report.runs[number];
  const story = run ? await storyOf(number) : null;
  if (location.hash !== address) return;  // somebody went on while it was unpacked
  const main = byId('main');
  document.title = run ? run.id + ' - nlbsim report' : 'nlbsim report';
  byId('bar-note').textContent = run ? run.id : 'profile ' + (report.profile || 'any') + ', version ' + report.version;
  viewKeys = run ? showScenario(number, wanted.has('record') ? Number(wanted.get('record')) : null, story, main)
                 : showOverview(main);
  if (!wanted.has('record')) scrollTo(0, 0);
}

function isTyping(target) {
  return target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement;
}

document.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || byId('keys').open) return;
  if (isTyping(event.target)) {
    if (event.key === 'Escape') event.target.blur();
    return;
  }
  if (event.key === '?') byId('keys').showModal();
  else if (viewKeys[event.key]) viewKeys[event.key]();
  else return;
  event.preventDefault();
});

const THEMES = ['auto', 'light', 'dark'];

function remembered() {
  try {
    return localStorage.getItem('nlbsim-theme') || 'auto';
  } catch {
    return 'auto';  // a page from a file may have no storage
  }
}

function applyTheme(theme) {
  if (theme === 'auto') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  byId('theme').textContent = theme[0].toUpperCase() + theme.slice(1);
  try {
    localStorage.setItem('nlbsim-theme', theme);
  } catch {
    // Then the choice lasts as long as the page.
  }
}

byId('theme').addEventListener('click', () => {
  const now = document.documentElement.dataset.theme || 'auto';
  applyTheme(THEMES[(THEMES.indexOf(now) + 1) % THEMES.length]);
});
byId('show-keys').addEventListener('click', () => byId('keys').showModal());
addEventListener('hashchange', route);
applyTheme(remembered());
route().then(() => dispatchEvent(new Event('nlbsim-ready')));
