// The first view: verdict, counts, requirements, failures, then all scenarios and what they exercised.

const OUTCOMES = ['passed', 'failed', 'deviates', 'not achievable', 'skipped'];

function verdictCard() {
  const counts = report.counts;
  const all = report.runs.length;
  const failed = counts.failed;
  const title = all === 0 ? 'No scenario was run' : failed === 0 ? 'Every scenario holds'
      : `${failed} of ${counted(all, 'scenario')} ${failed === 1 ? 'fails' : 'fail'}`;
  const covered = report.requirements.filter((row) => row.outcome !== 'not covered').length;
  return make('section', {class: 'card verdict ' + outcomeClass(failed ? 'failed' : 'passed'), 'aria-label': 'Verdict'},
      make('div', {}, make('h1', {}, title),
           make('p', {}, counted(all, 'scenario') + (report.requirements.length === 0 ? ''
               : `, ${covered} of ${counted(report.requirements.length, 'requirement')} covered`)),
           report.command ? make('p', {class: 'mono soft'}, report.command) : null,
           make('p', {class: 'soft'}, [`nlbsim ${report.version}`, report.commit, report.wall].filter(Boolean).join(' · '))),
      make('div', {class: 'share', 'aria-hidden': 'true'}, OUTCOMES.filter((each) => counts[each] > 0)
          .map((each) => make('i', {class: outcomeClass(each), style: 'flex:' + counts[each]}))),
      make('div', {class: 'counts'}, OUTCOMES.map((each) =>
        make('div', {class: outcomeClass(each) + (counts[each] ? '' : ' zero')}, make('b', {}, String(counts[each])), ' ' + each))));
}

function byGroup(rows, groupOf) {
  const groups = new Map();
  for (const row of rows) {
    const group = groupOf(row) || 'other';
    if (!groups.has(group)) groups.set(group, []);
    groups.get(group).push(row);
  }
  return groups;
}

function aboutRequirement(row) {
  const runs = row.runs.map((i) => make('li', {}, make('a', {href: addressOf(i)}, report.runs[i].id), ' ',
      make('span', {class: 'soft'}, report.runs[i].outcome + (report.runs[i].profile === report.profile ? '' : ', ' + report.runs[i].profile))));
  return make('div', {class: 'about'}, make('p', {}, make('b', {}, row.id), ' ', row.text), make('p', {class: 'soft'}, row.outcome),
              runs.length ? make('ul', {}, runs) : null);
}

function requirementGroup(name, rows) {
  const about = make('div', {'aria-live': 'polite'});
  let open = null;
  const cells = rows.map((row) => {
    const cell = make('button', {class: 'cell ' + outcomeClass(row.outcome), 'aria-expanded': 'false', title: row.outcome + ': ' + row.text, onclick: () => {
      if (open) open.setAttribute('aria-expanded', 'false');
      open = open === cell ? null : cell;
      about.replaceChildren(...(open ? [aboutRequirement(row)] : []));
      if (open) open.setAttribute('aria-expanded', 'true');
    }}, (row.outcome === 'passed' ? '' : SIGNS[row.outcome] + ' ') + row.id);
    return cell;
  });
  const covered = rows.filter((row) => row.outcome !== 'not covered').length;
  return make('div', {}, make('h3', {}, `${name} · ${covered} of ${rows.length} covered`), make('div', {class: 'cells'}, cells), about);
}

function matrixCard() {
  const groups = [...byGroup(report.requirements, (row) => row.group)].map(([name, rows]) => requirementGroup(name, rows));
  const legend = [...OUTCOMES.slice(0, 4), 'not covered'].map((each) => make('span', {}, sign(each), each));
  return make('section', {class: 'card matrix', 'aria-label': 'Requirements'},
              make('header', {}, make('h2', {}, 'Requirements')), groups, make('div', {class: 'legend'}, legend));
}

function failureCard(run, i) {
  return make('article', {class: 'card failure'},
      make('div', {class: 'failure-head'}, sign('failed'), make('h2', {class: 'mono'}, make('a', {href: addressOf(i)}, run.id)),
           make('span', {class: 'soft'}, run.title)),
      make('pre', {tabindex: '0'}, run.failure || run.reason),
      make('div', {}, make('button', {onclick: () => openAtError(i)}, 'Open at first error')));
}

async function openAtError(i) {
  const story = await storyOf(i);
  location.hash = addressOf(i, story && story.firstError !== undefined ? story.events[story.firstError].i : null);
}

const FAILURES_SHOWN = 20;

function failuresOf() {
  const failed = report.runs.map((run, i) => [run, i]).filter(([run]) => run.outcome === 'failed');
  if (failed.length === 0) return null;
  return make('section', {class: 'failures', 'aria-label': 'Failures'},
      failed.slice(0, FAILURES_SHOWN).map(([run, i]) => failureCard(run, i)),
      failed.length > FAILURES_SHOWN ? make('p', {class: 'soft'}, `and ${failed.length - FAILURES_SHOWN} more in the list below`) : null);
}

function scenarioRow(run, i) {
  return make('a', {class: 'row', href: addressOf(i), 'data-run': i}, sign(run.outcome),
      make('span', {}, make('span', {class: 'id'}, run.id), make('span', {class: 'title'}, run.title)),
      make('span', {class: 'end'}, make('span', {class: 'pill'}, run.profile), run.duration));
}

function searchText(run) {
  return [run.id, run.title, run.group, run.profile, run.outcome, ...run.tags, ...run.requirements].join(' ').toLowerCase();
}

class ScenarioList {
  constructor() {
    this.only = null;
    this.current = -1;
    this.results = make('div');
    this.search = make('input', {type: 'search', placeholder: 'Search scenarios, requirements, tags', 'aria-label': 'Search scenarios', oninput: () => this.fill()});
    this.buttons = OUTCOMES.filter((each) => report.counts[each] > 0).map((each) => make('button', {'aria-pressed': 'false', onclick: () => {
      this.only = this.only === each ? null : each;
      this.buttons.forEach((button) => button.setAttribute('aria-pressed', String(button.textContent === this.only)));
      this.fill();
    }}, each));
    this.texts = report.runs.map(searchText);
    this.fill();
  }

  section() {
    return make('section', {'aria-label': 'Scenarios'},
        make('div', {class: 'tools'}, make('h2', {}, 'Scenarios'), this.search, this.buttons), this.results);
  }

  fill() {
    const words = this.search.value.toLowerCase().split(/\s+/).filter(Boolean);
    const rows = report.runs.map((run, i) => ({run, i})).filter(({run, i}) =>
      (!this.only || run.outcome === this.only) && words.every((word) => this.texts[i].includes(word)));
    this.results.replaceChildren(...[...byGroup(rows, ({run}) => run.group)].flatMap(([name, members]) =>
      [make('h3', {class: 'group-name'}, `${name} · ${members.length}`), make('div', {class: 'rows'}, members.map(({run, i}) => scenarioRow(run, i)))]));
    if (rows.length === 0) this.results.append(make('p', {class: 'none'}, 'No scenario matches.'));
    this.current = -1;
  }

  step(by) {
    const rows = [...this.results.querySelectorAll('.row')];
    if (rows.length === 0) return;
    this.current = Math.min(rows.length - 1, Math.max(0, this.current + by));
    rows.forEach((row, i) => row.setAttribute('aria-current', String(i === this.current)));
    rows[this.current].focus();
  }
}

function coverageCard() {
  if (report.coverage.length === 0) return null;
  const codes = (errors) => Object.entries(errors).map(([code, n]) => `${code} ×${n}`).join(', ');
  const pairs = report.coverage.reduce((sum, row) => sum + Object.keys(row.refused).length, 0);
  const head = make('tr', {}, make('th', {}, 'operation'), make('th', {class: 'number'}, 'calls'), make('th', {}, 'refused'), make('th', {}, 'broken by a fault'));
  const rows = report.coverage.map((row) => make('tr', {}, make('td', {class: 'mono'}, row.operation), make('td', {class: 'number'}, String(row.calls)),
      make('td', {}, codes(row.refused)), make('td', {}, codes(row.broken))));
  return make('details', {class: 'card'},
      make('summary', {}, `Exercised: ${counted(report.coverage.length, 'operation')}, ${counted(pairs, 'pair')} of operation and error code`),
      make('div', {class: 'wide'}, make('table', {}, make('thead', {}, head), make('tbody', {}, rows))));
}

function showOverview(main) {
  const list = new ScenarioList();
  const failures = failuresOf();
  const matrix = report.requirements.length ? matrixCard() : null;
  const first = make('div', {class: 'first' + (failures && matrix ? ' two' : '')}, matrix, failures);
  main.replaceChildren(...[verdictCard(), first, list.section(), coverageCard()].filter(Boolean));
  return {j: () => list.step(1), k: () => list.step(-1), ArrowDown: () => list.step(1), ArrowUp: () => list.step(-1), '/': () => list.search.focus()};
}
