// The swim lanes as one drawing.

const LANE_CLASS = {
  'user': 'k-user', 'user calls': 'k-kube', 'API server': 'k-kube', 'informers': 'k-seen', 'queue': 'k-seen',
  'workers': 'k-work', 'Kubernetes calls': 'k-kube', 'AWS calls': 'k-aws', 'NLB state': 'k-state',
  'listeners': 'k-state', 'targets': 'k-state', 'faults': 't-fault',
};

function drawEvent(story, layout, event, i) {
  const box = layout.boxes[i];
  const tone = event.t === 'plain' ? '' : ' t-' + event.t;
  const kind = LANE_CLASS[story.lanes[event.l].kind] || 'k-seen';
  const radius = box.point && !event.s ? 3.5 : 3;
  const shape = `<rect class="ev ${kind}${tone}${box.point ? '' : ' span'}" data-i="${i}" x="${box.x}" y="${box.y}" ` +
      `width="${box.width}" height="${box.height}" rx="${radius}"><title>${escaped(offsetText(event.b) + '  ' + event.f[0])}` +
      '</title></rect>';
  if (box.width < 46) return shape;
  const letters = Math.floor((box.width - 8) / 6.3);
  const label = event.n.length > letters ? event.n.slice(0, Math.max(1, letters - 1)) + '…' : event.n;
  return shape + `<text class="ev-text" x="${box.x + 5}" y="${box.y + 10.5}">${escaped(label)}</text>`;
}

function drawFrame(layout) {
  const parts = [];
  for (const fold of layout.folds) {
    parts.push(`<rect class="fold" x="${fold.x}" y="0" width="${fold.width}" height="${layout.height}"></rect>`);
    parts.push(`<text class="fold-text" x="${fold.x + fold.width / 2}" y="12">${escaped(lengthText(fold.ns))}</text>`);
  }
  for (const lane of layout.lanes)
    parts.push(`<line class="lane-line" x1="0" x2="${layout.width}" y1="${lane.y - .5}" y2="${lane.y - .5}"></line>`);
  for (const tick of ticksOf(layout)) {
    parts.push(`<line class="tick" x1="${tick.x}" x2="${tick.x}" y1="20" y2="${layout.height}"></line>`);
    parts.push(`<text class="tick-text" x="${tick.x + 3}" y="28">${escaped(offsetText(tick.ns))}</text>`);
  }
  return parts.join('');
}

// When a run went wrong: at the end of a step that failed, at the event of a violation.
function errorX(story, layout) {
  const event = story.events[story.firstError];
  return layout.left.get(event.failed ? event.e : event.b);
}

function drawError(story, layout) {
  if (story.firstError === undefined) return '';
  const x = errorX(story, layout);
  return `<line class="error-line" x1="${x}" x2="${x}" y1="14" y2="${layout.height}"></line>` +
      `<text class="error-flag" x="${x + 3}" y="12">first error</text>`;
}

function drawLanes(story, layout) {
  const events = story.events.map((event, i) => drawEvent(story, layout, event, i)).join('');
  return `<svg width="${Math.ceil(layout.width)}" height="${layout.height}" role="presentation">` + drawFrame(layout) +
      events + drawError(story, layout) + '<g class="arrows"></g></svg>';
}

// A curve from the cause to its effect.
function drawArrow(from, to) {
  const x1 = Math.min(from.x + from.width, Math.max(from.x + 3, to.x));
  const y1 = from.y + from.height / 2;
  const x2 = to.x + Math.min(3, to.width / 2);
  const y2 = to.y + (to.y > from.y ? 0 : to.height);
  const bend = Math.max(14, Math.abs(x2 - x1) / 3);
  return `<path class="arrow" d="M${x1} ${y1} C${x1 + bend} ${y1} ${x2} ${y2 + (to.y > from.y ? -22 : 22)} ${x2} ${y2}"></path>`;
}

function laneNames(story, layout) {
  const names = make('div', {class: 'lane-names', 'aria-hidden': 'true'},
                     make('div', {class: 'axis', style: `height:${AXIS}px`}, 'virtual time'));
  story.lanes.forEach((lane, i) =>
    names.append(make('div', {style: `height:${layout.lanes[i].height}px`, title: lane.name}, lane.name)));
  return names;
}
