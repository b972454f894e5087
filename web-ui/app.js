// SPDX-License-Identifier: GPL-3.0-or-later
// Shows what is on air, live. The station's state comes whole with the snapshot of /events and then in changes.
"use strict";

const API = "/api/v1";
const FIRST_RETRY_MS = 500;
const LONGEST_RETRY_MS = 15000;
const LEAST_DB = -60;

const part = (id) => document.getElementById(id);
let language = localStorage.getItem("language") === "en" ? "en" : "vi";
let csrf = null;
let station = null;      // what /onair says
let sequence = 0;
let socket = null;
let retry_ms = FIRST_RETRY_MS;
let station_name = "";
let link_state = "";

// ---- words ----------------------------------------------------------------------------------------------------------
function say(word, ...values) {
  return values.reduce((text, value, index) => text.replace(`{${index}}`, () => value), WORDS[language][word]);
}
// Times are shown as the station's clocks read, wherever the page is opened: the API sends them with the station's offset.
const clock = (text) => text.slice(11, 19);
const day_and_clock = (text) => `${text.slice(11, 16)} ${text.slice(8, 10)}/${text.slice(5, 7)}/${text.slice(0, 4)}`;
function use_language() {
  document.documentElement.lang = language;
  for (const element of document.querySelectorAll("[data-word]")) element.textContent = say(element.dataset.word);
  part("station").textContent = station_name || say("station");
  part("language").textContent = say("other");
  part("language").lang = WORDS[language].other_code;
  show_link(link_state);
  draw();
}

// ---- drawing --------------------------------------------------------------------------------------------------------
function element(tag, classes, text) {
  const made = document.createElement(tag);
  if (classes) made.className = classes;
  if (text !== undefined) made.textContent = text;
  return made;
}
function show_link(state) {
  link_state = state;
  part("link").className = `link ${state === "live" || state === "lost" ? state : ""}`;
  part("link").textContent = state ? say(`link_${state}`) : "";
}
function show_problem(text) {
  part("problem").textContent = text;
  part("problem").hidden = !text;
}
function level_bar(zone) {
  const row = element("div", "level");
  const track = element("div", "track");
  const fill = element("div", "fill");
  const db = zone.level_dbfs;
  const shown = db === null ? LEAST_DB : Math.max(LEAST_DB, Math.min(0, db));
  track.setAttribute("role", "meter");
  track.setAttribute("aria-label", `${say("level")}, ${zone.name}`);
  track.setAttribute("aria-valuemin", LEAST_DB);
  track.setAttribute("aria-valuemax", 0);
  track.setAttribute("aria-valuenow", shown);
  fill.style.transform = `scaleX(${(shown - LEAST_DB) / -LEAST_DB})`;
  track.append(fill);
  row.append(track, element("output", "", db === null ? "" : say("level_value", String(db).replace("-", "\u2212"))));
  return row;
}
function relay_list(zone) {
  const list = element("ul", "relays");
  for (const line of zone.lines) {
    const state = line.relay === "open" && line.wanted_closed ? say("relay_wanted") : say(`relay_${line.relay}`);
    list.append(element("li", line.relay, `${line.id}: ${state}`));
  }
  return list;
}
function state_word(zone) {
  if (zone.source === "emergency" || zone.source === "drill") return zone.source;
  return zone.source === "none" ? "idle" : "on_air";
}
function zone_card(zone) {
  const live = zone.source !== "none";
  const card = element("article", live ? "zone live" : "zone");
  card.dataset.zone = zone.id;
  const head = element("header");
  head.append(element("h3", "", zone.name), element("span", "state", say(state_word(zone))));
  card.append(head);
  if (live) {
    card.append(element("p", "title", zone.programme ?? ""), element("p", "", zone.item ?? ""));
    if (zone.since) card.append(element("p", "soft", say("since", clock(zone.since))));
    card.append(level_bar(zone));
  } else {
    card.append(element("p", "soft", say("silence")));
  }
  card.append(element("p", "soft", `${say("relay")}: ${say(`relay_${zone.relay}`)}`), relay_list(zone));
  return card;
}
function draw_zone(zone) {
  const old = [...part("zones").children].find((card) => card.dataset.zone === zone.id);
  if (old) old.replaceWith(zone_card(zone));
  else part("zones").append(zone_card(zone));
}
function draw_rest() {
  part("hold").hidden = !station.hold;
  part("release").hidden = !station.hold;
  const silent = station.boards.filter((board) => !board.reachable);
  part("boards").hidden = silent.length === 0;
  part("boards").replaceChildren(...silent.map((board) => element("p", "", say("board_lost", board.id, board.problem ?? ""))));
  const next = station.next_up.map((edition) => {
    const row = element("li");
    const when = element("time", "", day_and_clock(edition.start));
    when.dateTime = edition.start;
    row.append(when, element("span", "title", edition.title), element("span", "soft", say(edition.zones.length === 1 ? "next_zone" : "next_zones", edition.zones.length)));
    return row;
  });
  if (next.length === 0) next.push(element("li", "soft", say("next_none")));
  part("next").replaceChildren(...next);
}
function draw() {
  if (!station) return;
  part("zones").replaceChildren(...station.zones.map(zone_card));
  draw_rest();
}

// ---- the station's state --------------------------------------------------------------------------------------------
function take_changes(changes) {
  for (const zone of changes.zones ?? []) {
    const at = station.zones.findIndex((known) => known.id === zone.id);
    if (at < 0) station.zones.push(zone);
    else station.zones[at] = zone;
    draw_zone(zone);
  }
  for (const name of ["hold", "next_up", "boards"]) if (name in changes) station[name] = changes[name];
  draw_rest();
}
function take(message) {
  if (message.type === "snapshot") {
    sequence = message.seq;
    station = message.onair;
    part("board").hidden = false;
    draw();
    return true;
  }
  if (message.seq !== sequence + 1) return false;  // something was missed: a new snapshot puts it right
  sequence = message.seq;
  if (message.type === "onair") take_changes(message.onair);
  return true;
}
function listen() {
  show_link("opening");
  const scheme = location.protocol === "https:" ? "wss:" : "ws:";
  const mine = new WebSocket(`${scheme}//${location.host}${API}/events`);
  socket = mine;
  mine.onmessage = (event) => {
    if (socket !== mine) return;
    if (!take(JSON.parse(event.data))) return mine.close();
    retry_ms = FIRST_RETRY_MS;
    show_link("live");
  };
  mine.onclose = () => {
    if (socket !== mine) return;
    show_link("lost");
    const wait = retry_ms * (0.75 + Math.random() / 2);
    retry_ms = Math.min(LONGEST_RETRY_MS, retry_ms * 2);
    setTimeout(() => socket === mine && begin(), wait);
  };
}
function stop_listening() {
  const old = socket;
  socket = null;
  old?.close();
  station = null;
  show_link("");
}

// ---- talking to the station -----------------------------------------------------------------------------------------
async function ask(method, path, body) {
  const headers = {};
  if (body !== undefined) headers["Content-Type"] = "application/json";
  if (csrf && method !== "GET") headers["X-CSRF-Token"] = csrf;
  return fetch(API + path, { method, headers, body: body === undefined ? undefined : JSON.stringify(body) });
}
async function problem_of(answer) {
  const told = await answer.json().catch(() => ({}));
  return told.detail ?? String(answer.status);
}
function enter(me) {
  csrf = me.csrf_token;
  station_name = me.station ?? "";
  part("station").textContent = station_name || say("station");
  document.title = station_name ? `${station_name} – Wardcast` : "Wardcast";
  part("person").textContent = me.name;
  part("logout").hidden = false;
  part("login").hidden = true;
  part("setup").hidden = true;
  const may_see = me.role !== "contributor";
  show_problem(may_see ? "" : say("no_right"));
  if (may_see) listen();
}
function leave() {
  stop_listening();
  csrf = null;
  part("person").textContent = "";
  part("logout").hidden = true;
  part("board").hidden = true;
  show_door(false);
  // Asked only here: a station with people never needs it.
  ask("GET", "/setup").then((answer) => (answer.ok ? answer.json() : {})).then((setup) => {
    if (setup.needed && !csrf) show_door(true);
  }).catch(() => {});
}
/// What stands before the station: the login, or the making of the first account.
function show_door(setup) {
  part("login").hidden = setup;
  part("setup").hidden = !setup;
  part(setup ? "setup-code" : "username").focus();
}
async function begin() {
  try {
    const answer = await ask("GET", "/me");
    if (answer.status === 401) return leave();
    if (!answer.ok) throw new Error(await problem_of(answer));
    enter(await answer.json());
  } catch {
    show_link("lost");
    if (!station) show_problem(say("no_station"));
    setTimeout(begin, retry_ms);
    retry_ms = Math.min(LONGEST_RETRY_MS, retry_ms * 2);
  }
}
async function command(method, path, body) {
  const answer = await ask(method, path, body).catch(() => null);
  if (answer?.status === 401) return leave();
  show_problem(answer?.ok ? "" : say("failed", answer ? await problem_of(answer) : say("no_station")));
}

// ---- what people do -------------------------------------------------------------------------------------------------
part("login-form").addEventListener("submit", async (event) => {
  event.preventDefault();
  part("login-problem").textContent = "";
  const given = { username: part("username").value, password: part("password").value };
  const answer = await ask("POST", "/session", given).catch(() => null);
  if (!answer) part("login-problem").textContent = say("no_station");
  else if (answer.status === 401) part("login-problem").textContent = say("login_wrong");
  else if (answer.status === 429) part("login-problem").textContent = say("login_wait", answer.headers.get("Retry-After") ?? "");
  else if (!answer.ok) part("login-problem").textContent = await problem_of(answer);
  else {
    part("password").value = "";
    enter(await answer.json());
  }
});
part("setup-form").addEventListener("submit", async (event) => {
  event.preventDefault();
  const tell = (text) => { part("setup-problem").textContent = text; };
  tell("");
  const password = part("setup-password").value;
  if (password !== part("setup-again").value) return tell(say("setup_differ"));
  const account = { username: part("setup-username").value, password };
  const answer = await ask("POST", "/setup", { code: part("setup-code").value, ...account }).catch(() => null);
  if (!answer) return tell(say("no_station"));
  if (answer.status === 401) return tell(say("setup_wrong"));
  if (answer.status === 422) return tell(say("setup_unfit"));
  if (answer.status === 429) return tell(say("login_wait", answer.headers.get("Retry-After") ?? ""));
  if (answer.status !== 201 && answer.status !== 409) return tell(await problem_of(answer));
  part("setup-form").reset();
  show_door(false);
  if (answer.status === 409) {
    part("login-problem").textContent = say("setup_over");
    return;
  }
  const session = await ask("POST", "/session", account).catch(() => null);
  if (session?.ok) enter(await session.json());
});
part("logout").addEventListener("click", async () => {
  await ask("DELETE", "/session").catch(() => null);
  leave();
});
part("language").addEventListener("click", () => {
  language = WORDS[language].other_code;
  localStorage.setItem("language", language);
  use_language();
});
part("stop").addEventListener("click", () => {
  part("ask").returnValue = "no";
  part("ask").showModal();
});
part("ask").addEventListener("close", () => {
  const answer = part("ask").returnValue;
  if (answer === "stop" || answer === "hold") command("POST", "/stop", { hold: answer === "hold" });
});
part("release").addEventListener("click", () => command("DELETE", "/stop"));

use_language();
begin();
