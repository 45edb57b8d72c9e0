// What the page shows: the index at once, the story of a run when it is opened.

const report = nlbsim.report;
const stories = new Map();

// {lanes, events, documents, steps, ...}, or null where the page had no room for it. An event has short names: l lane,
// r row, b begin, e end (ns), s a span, n title, f facts, t tone, m important, c cause, v violations, i record.
async function storyOf(run) {
  if (!stories.has(run)) {
    const text = await nlbsim.unpacked('run-' + run);
    stories.set(run, text === null ? null : link(JSON.parse(text)));
  }
  return stories.get(run);
}

// The address of a run and a record of it, which lasts as long as the scenario has its id: "#scenario=id&record=17". A
// run under another profile names it.
function addressOf(i, record) {
  const run = report.runs[i];
  const alone = report.runs.filter((other) => other.id === run.id).length === 1;
  return '#scenario=' + encodeURIComponent(run.id) + (alone ? '' : '&profile=' + encodeURIComponent(run.profile)) +
      (record === undefined || record === null ? '' : '&record=' + record);
}

// The run that an address names; -1 if there is none.
function runAt(wanted) {
  return report.runs.findIndex((run) => run.id === wanted.get('scenario') &&
      (!wanted.has('profile') || run.profile === wanted.get('profile')));
}

// What runs it again.
function commandOf(run) {
  return `nlbsim run ${run.file} --filter '${run.id}'` + (run.seed ? ' --seed ' + run.seed : '') + ' --timeline';
}

// Adds to each event what it caused, and to each version of an object the one before it.
function link(story) {
  const newest = new Map();
  for (const event of story.events) event.effects = [];
  story.events.forEach((event, i) => {
    event.index = i;
    event.text = (event.n + ' ' + event.f.join(' ') + ' ' + (event.v || []).join(' ')).toLowerCase();
    if (event.c !== undefined) story.events[event.c].effects.push(i);
    if (event.object === undefined) return;
    const lane = story.lanes[event.l].name + ' ' + event.n;
    event.before = newest.get(lane);
    newest.set(lane, event.object);
  });
  return story;
}

// The value with its objects put back where references stand.
function whole(story, value) {
  if (Array.isArray(value)) return value.map((each) => whole(story, each));
  if (value === null || typeof value !== 'object') return value;
  if ('$doc' in value) return story.documents[value.$doc];
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, whole(story, each)]));
}

// The chain of causes, the nearest first.
function causesOf(story, event) {
  const chain = [];
  for (let at = event; at.c !== undefined && chain.length < 40; at = story.events[at.c]) chain.push(story.events[at.c]);
  return chain;
}

// Leaves that differ between two documents: [{path, before, now}]; undefined where one has none.
function changesBetween(before, now) {
  const changes = [];
  const walk = (a, b, path) => {
    if (a === b || JSON.stringify(a) === JSON.stringify(b)) return;
    const inner = (value) => value !== null && typeof value === 'object';
    if (!inner(a) || !inner(b) || Array.isArray(a) !== Array.isArray(b)) {
      changes.push({path, before: a, now: b});
      return;
    }
    for (const key of new Set([...Object.keys(a), ...Object.keys(b)]))
      walk(a[key], b[key], path + (Array.isArray(b) ? '[' + key + ']' : (path ? '.' : '') + key));
  };
  walk(before, now, '');
  return changes;
}
