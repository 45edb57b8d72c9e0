// The view of one scenario: verdict, lanes, list of events, pane.

function factsOf(run) {
  const pill = (text, title) => make('span', {class: 'pill', title}, text);
  return make('div', {class: 'facts'},
      make('span', {class: 'pill ' + outcomeClass(run.outcome)}, SIGNS[run.outcome] + ' ' + run.outcome),
      pill(run.profile, 'profile'), pill(run.duration + ' of virtual time'), run.seed ? pill('seed ' + run.seed) : null,
      pill('journal ' + run.hash, 'the identity of this run'), run.requirements.map((id) => pill(id, 'requirement')),
      run.tags.map((tag) => pill('#' + tag)));
}

function verdictOf(run) {
  if (run.outcome === 'failed')
    return make('section', {class: 'card because', 'aria-label': 'Why it failed'}, make('pre', {}, run.failure),
                run.choices ? make('p', {class: 'mono soft'}, 'choices: ' + run.choices) : null);
  if (!run.reason || run.outcome === 'passed') return null;
  return make('section', {class: 'card because ' + outcomeClass(run.outcome)}, make('p', {}, run.reason));
}

function headOf(number) {
  const run = report.runs[number];
  return make('section', {class: 'scenario-head'}, make('p', {class: 'soft'}, make('a', {href: '#'}, 'Overview'), ' / ' + (run.group || 'scenarios')),
      make('h1', {}, run.id), run.title ? make('p', {}, run.title) : null, factsOf(run),
      make('p', {class: 'mono soft'}, run.file),
      make('div', {class: 'tools'}, copyButton('Copy link', () => location.href), copyButton('Copy command', () => commandOf(run))));
}

// Shows a run, the event of that record selected if there is one. Returns the keys it takes.
function showScenario(number, record, story, main) {
  const run = report.runs[number];
  const open = (other) => {
    if (report.runs[other]) location.hash = addressOf(other);
  };
  main.replaceChildren(...[headOf(number), verdictOf(run)].filter(Boolean));
  const keys = {n: () => open(number + 1), p: () => open(number - 1), Escape: () => { location.hash = ''; }};
  if (!story || story.events.length === 0) {
    main.append(make('p', {class: 'notice'}, story ? 'Nothing happened in this run.'
        : 'The timeline of this run is left out here for size; report.json and trace.json have it.'));
    return keys;
  }
  const shown = story.steps.filter((step) => step.shown);
  if (shown.length > 0)
    main.append(make('section', {class: 'card because', 'aria-label': 'What steps show'},
        shown.map((step) => make('details', {}, make('summary', {class: 'mono'}, step.place + ' ' + step.text), make('pre', {}, step.shown)))));
  return Object.assign(keys, new StoryView(number, story, main).start(record));
}

class StoryView {
  constructor(number, story, main) {
    this.number = number;
    this.story = story;
    this.zoom = 1;
    this.all = false;
    this.query = '';
    this.selected = -1;
    this.pane = make('aside', {class: 'card side', 'aria-label': 'Event'}, make('p', {class: 'soft'}, 'Choose an event to see its request, answer and cause.'));
    this.list = make('div', {class: 'card events', 'aria-label': 'Events'});
    this.view = make('div', {class: 'lane-view', tabindex: '0', role: 'group', 'aria-label': 'Lanes in virtual time'});
    this.lanes = make('div', {class: 'lanes'});
    main.append(make('section', {class: 'story'},
        make('div', {class: 'card lanes-card'}, this.toolbar(), this.lanes), this.list, this.pane));
    // With Ctrl, as maps and drawings do; without it the wheel scrolls the page.
    this.view.addEventListener('wheel', (event) => {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      this.rescale(event.deltaY < 0 ? 1.2 : 1 / 1.2);
    }, {passive: false});
    this.view.addEventListener('click', (event) => {
      const shape = event.target.closest('[data-i]');
      if (shape) this.select(Number(shape.dataset.i));
    });
  }

  start(record) {
    this.draw();
    this.fillList();
    const at = record === null ? -1 : this.story.events.findIndex((event) => event.i === record);
    if (at >= 0) this.select(at);
    return {
      j: () => this.step(1), k: () => this.step(-1), ArrowRight: () => this.step(1), ArrowLeft: () => this.step(-1),
      e: () => this.firstError(), c: () => this.cause(), '+': () => this.rescale(1.5), '=': () => this.rescale(1.5),
      '-': () => this.rescale(1 / 1.5), w: () => this.rescale(1.5), s: () => this.rescale(1 / 1.5),
      a: () => this.pan(-0.5), d: () => this.pan(0.5), f: () => this.fit(), '/': () => this.search.focus(),
    };
  }

  toolbar() {
    this.search = make('input', {type: 'search', placeholder: 'Search events', 'aria-label': 'Search events', oninput: () => {
      this.query = this.search.value.trim().toLowerCase();
      this.fillList();
    }});
    this.toggle = make('button', {'aria-pressed': 'false', onclick: () => {
      this.all = !this.all;
      this.toggle.setAttribute('aria-pressed', String(this.all));
      this.fillList();
    }}, 'Every call');
    const button = (text, title, act) => make('button', {title, 'aria-label': title, onclick: act}, text);
    return make('div', {class: 'tools'},
        this.story.firstError === undefined ? null
            : make('button', {class: 'primary', id: 'first-error', onclick: () => this.firstError()}, 'Jump to first error'),
        button('‹', 'Previous event (k)', () => this.step(-1)), button('›', 'Next event (j)', () => this.step(1)),
        this.search, this.toggle, button('−', 'Zoom out (-)', () => this.rescale(1 / 1.5)), button('+', 'Zoom in (+)', () => this.rescale(1.5)),
        button('↔', 'Fit the whole run (f)', () => this.fit()),
        this.story.leftOut ? make('span', {class: 'soft'}, counted(this.story.leftOut, 'ordinary event') + ' left out for size') : null);
  }

  draw() {
    this.layout = layOut(this.story, this.zoom);
    this.view.innerHTML = drawLanes(this.story, this.layout);
    this.lanes.replaceChildren(laneNames(this.story, this.layout), this.view);
    this.mark();
  }

  rescale(factor) {
    const middle = (this.view.scrollLeft + this.view.clientWidth / 2) / this.layout.width;
    this.zoom = Math.min(12, Math.max(0.4, this.zoom * factor));
    this.draw();
    if (this.selected >= 0) this.reveal();
    else this.view.scrollLeft = middle * this.layout.width - this.view.clientWidth / 2;
  }

  // By a share of what can be seen.
  pan(share) {
    this.view.scrollLeft += share * this.view.clientWidth;
  }

  // The whole run at once, as far as its events leave room: the width grows evenly with the zoom, but for what points
  // and folds take at any.
  fit() {
    const fixed = layOut(this.story, 0).width;
    const even = layOut(this.story, 1).width - fixed;
    this.zoom = Math.min(12, Math.max(0.05, (this.view.clientWidth - 1 - fixed) / even || 1));
    this.draw();
  }

  matches(event) {
    if (this.query) return event.text.includes(this.query);
    return this.all ? this.story.lanes[event.l].kind !== 'queue' : event.m;
  }

  fillList() {
    this.shown = this.story.events.filter((event) => this.matches(event));
    this.list.replaceChildren(...this.shown.map((event) => this.line(event)));
    if (this.shown.length === 0) this.list.append(make('p', {class: 'none'}, 'No event matches.'));
    for (const shape of this.view.querySelectorAll('.ev'))
      shape.classList.toggle('dim', this.query !== '' && !this.story.events[shape.dataset.i].text.includes(this.query));
    this.mark();
  }

  line(event) {
    const lane = this.story.lanes[event.l];
    const kind = lane.kind === 'user' ? ' step' : (event.m ? '' : ' detail');
    return make('button', {class: 'event' + kind, 'data-line': event.index, onclick: () => this.select(event.index)},
        make('span', {}, make('time', {}, offsetText(event.b)), ' ', make('span', {class: 'who'}, lane.name)),
        make('span', {}, event.f.map((fact) => make('span', {class: 'what ' + event.t}, fact)),
             (event.v || []).map((text) => make('span', {class: 'violated'}, '✕ ' + text))));
  }

  step(by) {
    if (this.shown.length === 0) return;
    const here = this.shown.findIndex((event) => event.index >= this.selected);
    let next = 0;
    if (this.selected >= 0 && here < 0) next = this.shown.length - 1;
    else if (this.selected >= 0) next = this.shown[here].index === this.selected || by < 0 ? here + by : here;
    this.select(this.shown[Math.min(this.shown.length - 1, Math.max(0, next))].index);
  }

  firstError() {
    if (this.story.firstError !== undefined) this.select(this.story.firstError);
  }

  cause() {
    const event = this.story.events[this.selected];
    if (event && event.c !== undefined) this.select(event.c);
  }

  select(i) {
    this.selected = i;
    const event = this.story.events[i];
    history.replaceState(null, '', addressOf(this.number, event.i));
    showEvent(this.story, event, this.pane, (other) => this.select(other), () => this.pane.classList.remove('open'));
    this.mark();
    this.reveal();
    announce(offsetText(event.b) + ' ' + event.f[0]);
  }

  // The selected event, its causes and its effects in the drawing.
  mark() {
    for (const node of this.view.querySelectorAll('.on, .chain')) node.classList.remove('on', 'chain');
    for (const node of this.list.querySelectorAll('.on')) node.classList.remove('on');
    const event = this.story.events[this.selected];
    const arrows = this.view.querySelector('.arrows');
    if (!event) return;
    const shape = (i) => this.view.querySelector(`.ev[data-i="${i}"]`);
    const pairs = event.effects.map((i) => [this.selected, i]);
    let at = event;
    for (const cause of causesOf(this.story, event)) {
      pairs.push([cause.index, at.index]);
      at = cause;
    }
    for (const [from, to] of pairs) for (const i of [from, to]) shape(i).classList.add('chain');
    shape(this.selected).classList.add('on');
    arrows.innerHTML = pairs.map(([from, to]) => drawArrow(this.layout.boxes[from], this.layout.boxes[to])).join('');
    const line = this.list.querySelector(`[data-line="${this.selected}"]`);
    if (line) line.classList.add('on');
  }

  reveal() {
    const box = this.layout.boxes[this.selected];
    const event = this.story.events[this.selected];
    const x = event.failed ? this.layout.left.get(event.e) : box.x;
    this.view.scrollLeft = x - this.view.clientWidth / 2;
    const line = this.list.querySelector('.on');
    if (line && this.list.scrollHeight > this.list.clientHeight + 4)
      this.list.scrollTop = line.offsetTop - this.list.offsetTop - this.list.clientHeight / 2;
    else if (line) line.scrollIntoView({block: 'center'});
  }
}
