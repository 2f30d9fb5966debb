/* A questionnaire that is one plain form, shown one question at a time.
   Every answer goes to the server as soon as it is given. When the network drops, answers stay in the memory of this
   page and nowhere else: never in the browser's storage. They are sent when the connection is back, and the whole form
   is sent once: its key makes a repeated send harmless. Without this script the form works as it stands. */
(function () {
  "use strict";

  const form = document.querySelector("form[data-questions]");
  if (!form) return;

  const RETRY_MS = 4000;
  const PATIENCE_MS = 15000;
  const steps = Array.from(form.querySelectorAll("[data-step]"));
  const parts = Array.from(form.querySelectorAll("[data-part]"));
  const last = steps[steps.length - 1];
  const bar = form.querySelector("[data-bar]");
  const place = form.querySelector("[data-place]");
  const status = form.querySelector("[data-status]");
  const next = form.querySelector("[data-next]");
  const back = form.querySelector("[data-back]");
  const send = form.querySelector("[data-send]");
  const tabs = document.querySelector(".tabbar");
  const intro = document.querySelectorAll("[data-intro]");
  const open = form.querySelector("[data-open]");
  const firstOpen = form.querySelector("[data-first-open]");

  const waiting = new Map(); // name -> value: answered here, not yet kept on the server
  let outgoing = null; // the whole form as it was when the person pressed a sending button
  let busy = false;
  let gone = false; // on the way to another page: no question whether to stay
  let current = steps[0];

  /* The page brings its sentences along, in its own language. */
  function words(what) {
    return status.getAttribute("data-say-" + what) || "";
  }

  // --- which questions are asked, and which one is shown

  function answer(name) {
    return new FormData(form).get(name) || "";
  }

  function isAsked(step) {
    const gate = step.dataset.gate;
    return !gate || step.dataset.gateValues.split(" ").includes(answer(gate));
  }

  function asked() {
    return steps.filter(isAsked);
  }

  function isOpen(step) {
    return step !== last && !answer(step.dataset.name);
  }

  function show(step, focus) {
    current = step;
    steps.forEach((each) => { each.hidden = each !== step; });
    parts.forEach((each) => { each.hidden = !each.contains(step); });
    const all = asked();
    const at = all.indexOf(step);
    bar.max = all.length;
    bar.value = at + 1;
    place.hidden = step === last;
    place.textContent = words("place").replace("#step", at + 1).replace("#total", all.length - 1);
    back.hidden = at === 0;
    next.hidden = step === last;
    send.hidden = step !== last;
    intro.forEach((each) => { each.hidden = at > 0; });
    if (step === last) countOpen();
    if (focus) {
      const heading = step.querySelector("[data-heading]");
      heading.focus({ preventScroll: true });
      form.scrollIntoView({ block: "start" });
    }
  }

  function countOpen() {
    const left = asked().filter(isOpen);
    open.hidden = !left.length;
    open.querySelector("p").textContent = words("open").replace("#count", left.length);
  }

  function move(by) {
    const all = asked();
    const step = all[all.indexOf(current) + by];
    if (step) show(step, true);
  }

  /* A link to a question that is not shown, in the summary at the top. */
  function follow(event) {
    const link = event.target.closest('a[href^="#"]');
    const target = link && document.getElementById(link.hash.slice(1));
    const step = target && target.closest("[data-step]");
    if (!step) return;
    event.preventDefault();
    show(step, false);
    target.focus();
  }

  function keys(event) {
    if (event.key !== "Enter" || !event.target.matches('input[type="radio"], input[type="checkbox"], select')) return;
    event.preventDefault();
    if (current !== last) move(1);
  }

  /* Some answers make it good to say right here that somebody is there now. */
  function care(step) {
    const block = step.querySelector("[data-care]");
    if (!block) return;
    const value = answer(step.dataset.name);
    block.hidden = !value || !(Number(value) >= Number(block.dataset.care));
    if (step === current && !block.hidden) block.scrollIntoView({ block: "nearest" });
  }

  /* The buttons float above the tabs, whose height depends on the language. */
  function float() {
    const floats = tabs && window.getComputedStyle(tabs).position === "fixed";
    form.style.setProperty("--above-tabs", floats ? tabs.offsetHeight - 1 + "px" : "0px");
  }

  // --- to the server

  function say(what) {
    const text = what ? words(what) || what : "";
    if (status.textContent !== text) status.textContent = text;
    status.hidden = !text;
  }

  function sealed() {
    return form.elements.csrfmiddlewaretoken.value;
  }

  async function post(url, body) {
    body.set("csrfmiddlewaretoken", sealed());
    const within = AbortSignal.timeout(PATIENCE_MS);
    const given = { method: "POST", body, redirect: "manual", headers: { Accept: "application/json" }, signal: within };
    const reply = await fetch(url, given);
    if (reply.type === "opaqueredirect" || reply.status === 403) throw new Error("signedOut");
    if (reply.status >= 500) throw new Error("offline");
    return { ok: reply.ok, told: await reply.json() };
  }

  /* After a new sign-in the page's old token is worth nothing: ask for the page once more, take the token. */
  async function renewed() {
    const reply = await fetch(form.action, { redirect: "manual" });
    if (!reply.ok) return false;
    const page = new DOMParser().parseFromString(await reply.text(), "text/html");
    const fresh = page.querySelector('form[data-questions] input[name="csrfmiddlewaretoken"]');
    if (fresh) form.elements.csrfmiddlewaretoken.value = fresh.value;
    return Boolean(fresh);
  }

  async function keep() {
    const sent = new Map(waiting);
    const body = new FormData();
    body.set("key", form.elements.key.value);
    sent.forEach((value, name) => body.set(name, value));
    const { told } = await post(form.dataset.questions, body);
    sent.forEach((value, name) => { if (waiting.get(name) === value) waiting.delete(name); });
    form.dataset.waiting = waiting.size;
    if (told.key && !outgoing) form.elements.key.value = told.key;
    say(told.said || "");
  }

  async function deliver() {
    const { ok, told } = await post(form.action, outgoing);
    gone = true;
    if (ok) window.location.replace(told.next);
    else form.submit(); // something is still asked: the server's own page says what
  }

  async function work() {
    if (busy || gone || !(waiting.size || outgoing)) return;
    busy = true;
    let reached = false;
    try {
      await (outgoing ? deliver() : keep());
      reached = true;
    } catch (reason) {
      const signedOut = reason.message === "signedOut";
      say(signedOut ? "signed-out" : outgoing ? "send-later" : "offline");
      if (signedOut) await renewed().catch(() => false);
    }
    busy = false;
    if (reached) work(); // what was answered or pressed meanwhile
  }

  function online() {
    if (!waiting.size && !outgoing) say("");
    work();
  }

  function changed(event) {
    const step = event.target.closest("[data-step]");
    if (!step || !event.target.name) return;
    const field = event.target;
    waiting.set(field.name, field.type === "checkbox" && !field.checked ? "" : field.value);
    form.dataset.waiting = waiting.size;
    care(step);
    work();
  }

  function submitted(event) {
    event.preventDefault();
    if (outgoing) return;
    outgoing = new FormData(form, event.submitter);
    form.querySelectorAll("[data-part], [data-last], [data-moves], [data-stop]").forEach((each) => { each.inert = true; });
    say("sending");
    form.scrollIntoView({ block: "start" });
    work();
  }

  // --- begin

  form.classList.add("stepwise");
  float();
  window.addEventListener("resize", float);
  bar.hidden = false;
  form.querySelectorAll("[data-plain]").forEach((each) => { each.hidden = true; });
  next.addEventListener("click", () => move(1));
  back.addEventListener("click", () => move(-1));
  firstOpen.addEventListener("click", () => show(asked().find(isOpen), true));
  form.addEventListener("keydown", keys);
  form.addEventListener("change", changed);
  form.addEventListener("submit", submitted);
  form.addEventListener("click", follow);
  window.addEventListener("online", online);
  window.addEventListener("offline", () => say(outgoing ? "send-later" : "offline"));
  document.addEventListener("argus:leave", () => { gone = true; });
  window.addEventListener("beforeunload", function (event) {
    if (!gone && (waiting.size || outgoing)) event.preventDefault();
  });
  window.setInterval(work, RETRY_MS);

  steps.forEach(care);
  const asks = steps.find((each) => each.querySelector("[aria-invalid]"));
  show(asks || asked().find(isOpen) || last, false);
})();
