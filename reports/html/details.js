// The pane of one event: what it was, what caused it and what it caused, request and answer.

// JSON with colours, as markup.
function colouredJson(value) {
  return escaped(JSON.stringify(value, null, 2)).replace(
      /(&quot;(?:[^&\\]|\\.|&(?!quot;))*?&quot;)(\s*:)?|\b(true|false|null|-?\d+(?:\.\d+)?)\b/g,
      (all, text, colon, word) => {
        if (word !== undefined) return `<span class="j-word">${word}</span>`;
        return colon ? `<span class="j-key">${text}</span>${colon}` : `<span class="j-text">${text}</span>`;
      });
}

function bodyOf(title, value, open) {
  const pre = make('pre', {tabindex: '0'});
  const details = make('details', {class: 'body', open}, make('summary', {}, title), pre);
  const fill = () => {
    if (!pre.firstChild) pre.innerHTML = colouredJson(value);
  };
  if (open) fill();
  details.addEventListener('toggle', fill);
  return details;
}

function shortJson(value) {
  const text = value === undefined ? '' : JSON.stringify(value);
  return text.length > 400 ? text.slice(0, 400) + '…' : text;
}

function changesOf(story, event) {
  if (event.object === undefined || event.before === undefined) return null;
  const noise = /^metadata\.(resourceVersion|managedFields)/;
  const changes = changesBetween(whole(story, event.before), whole(story, event.object));
  const lines = changes.filter((change) => !noise.test(change.path)).slice(0, 60);
  if (lines.length === 0) return null;
  return make('details', {class: 'body', open: true}, make('summary', {}, 'What changed'), lines.map((change) => make('div', {class: 'change'},
      make('span', {class: 'path'}, change.path),
      change.before === undefined ? null : make('del', {}, shortJson(change.before)),
      change.now === undefined ? null : make('ins', {}, shortJson(change.now)))));
}

function linkTo(story, event, select) {
  return make('button', {onclick: () => select(event.index)}, make('time', {}, offsetText(event.b)),
              make('span', {}, event.f[0]));
}

function linksOf(story, title, events, select) {
  if (events.length === 0) return null;
  const shown = events.slice(0, 12);
  return make('div', {class: 'links'}, make('h3', {}, title), shown.map((event) => linkTo(story, event, select)),
              events.length > shown.length ? make('p', {class: 'soft'}, `and ${events.length - shown.length} more`) : null);
}

function errorOf(title, error) {
  if (!error) return null;
  return make('div', {class: 'because'}, make('h3', {}, title), make('pre', {}, error.code + ': ' + error.message));
}

// Fills `pane` with an event. `select(i)` goes to another, `close()` hides the pane on a phone.
function showEvent(story, event, pane, select, close) {
  const lane = story.lanes[event.l];
  const lasting = event.s ? ', ' + (event.open ? 'unfinished' : 'for ' + lengthText(event.e - event.b)) : '';
  const body = (key, title, open) =>
    event[key] === undefined ? null : bodyOf(title, whole(story, event[key]), open);
  const hasBodies = ['request', 'response', 'object'].some((key) => event[key] !== undefined);
  pane.replaceChildren(
      make('h2', {}, make('span', {}, event.n), make('button', {class: 'quiet close', onclick: close, 'aria-label': 'Close'}, '✕')),
      make('p', {class: 'soft'}, `${offsetText(event.b)}${lasting} · ${lane.name} · record ${event.i}`),
      ...event.f.map((fact) => make('p', {}, fact)),
      ...(event.v || []).map((text) => make('div', {class: 'because'}, make('pre', {}, text))),
      ...[errorOf('The server refused', event.refused), errorOf('The caller was told', event.told),
          event.subject ? make('p', {class: 'mono soft'}, event.subject) : null,
          linksOf(story, 'Caused by', causesOf(story, event), select),
          linksOf(story, 'Led to', event.effects.map((i) => story.events[i]), select),
          changesOf(story, event), body('request', 'Request', true), body('response', 'Answer', true),
          body('object', 'Object as stored', false),
          !story.bodies && !hasBodies ? make('p', {class: 'notice'},
              'Requests, answers and objects of this run are left out here for size; report.json has them.') : null,
      ].filter(Boolean));
  pane.classList.add('open');
  pane.scrollTop = 0;
}
