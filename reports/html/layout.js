// Where each event stands: virtual time to pixels. Short waits keep their order of magnitude, long ones are folded.

const POINT = 9;      // a point and the space around it
const FOLD = 54;      // a folded gap
const FOLD_FROM = 5e8;  // ns: where nothing begins or ends for so long
const ROW = 17;
const PAD = 6;
const AXIS = 34;
const MOST_ROWS = 14;

// Pixels for a stretch of dt nanoseconds in which nothing begins or ends.
function stretch(dt, zoom) {
  if (dt >= FOLD_FROM) return FOLD;
  return (3 + 5 * Math.log2(1 + dt / 5e5)) * zoom;
}

// {width, height, x(ns), folds: [{x, width, ns}], lanes: [{y, height}], boxes: [{x, y, width, height}]}
function layOut(story, zoom) {
  const isPoint = (event) => !event.s || event.b === event.e;
  const crowd = new Map();  // points at one instant in one lane stand side by side
  const room = new Map();
  const place = story.events.map((event) => {
    room.set(event.b, Math.max(room.get(event.b) || 0, 0));
    room.set(event.e, Math.max(room.get(event.e) || 0, 0));
    if (!isPoint(event)) return 0;
    const key = event.b + ' ' + event.l;
    const nth = crowd.get(key) || 0;
    crowd.set(key, nth + 1);
    room.set(event.b, Math.max(room.get(event.b), nth + 1));
    return nth;
  });
  const instants = [...room.keys()].sort((a, b) => a - b);
  const left = new Map();
  const folds = [];
  let x = 14;
  instants.forEach((instant, i) => {
    if (i > 0) {
      const dt = instant - instants[i - 1];
      const width = stretch(dt, zoom);
      if (dt >= FOLD_FROM) folds.push({x: x + 2, width: width - 4, ns: dt});
      x += width;
    }
    left.set(instant, x);
    x += room.get(instant) * POINT;
  });
  const lanes = [];
  let y = AXIS;
  for (const lane of story.lanes) {
    const rows = Math.min(lane.rows, MOST_ROWS);
    const height = Math.max(26, rows * ROW + PAD);
    lanes.push({y, height});
    y += height;
  }
  const boxes = story.events.map((event, i) => {
    const lane = lanes[event.l];
    const row = event.s ? event.r % MOST_ROWS : 0;
    const top = lane.y + PAD / 2 + row * ROW + 1;
    if (isPoint(event)) return {x: left.get(event.b) + place[i] * POINT, y: top, width: 7, height: ROW - 3, point: true};
    return {x: left.get(event.b), y: top, width: Math.max(5, left.get(event.e) - left.get(event.b) - 1), height: ROW - 3};
  });
  return {width: x + 60, height: y, instants, left, folds, lanes, boxes};
}

// Times worth a label: the first after each fold, and then whenever there is room.
function ticksOf(layout) {
  const ticks = [];
  let free = -1;
  const starts = new Set(layout.folds.map((fold) => Math.round(fold.x + fold.width + 2)));
  for (const instant of layout.instants) {
    const x = layout.left.get(instant);
    if (x < free && !(starts.has(Math.round(x)) && x > free - 20)) continue;
    ticks.push({x, ns: instant});
    free = x + 92;
  }
  return ticks;
}
