/* Leave quickly: a press on the link, or Shift three times, goes to the neutral page at once.
   The page is blanked first so that nothing lingers while the next one loads. It cannot clear history, and says so. */
(function () {
  "use strict";

  const link = document.querySelector("[data-leave]");
  if (!link) return;

  const WITHIN_MS = 2000;
  let presses = [];

  function leave() {
    document.dispatchEvent(new CustomEvent("argus:leave"));
    document.body.hidden = true;
    document.title = "\u00a0";
    window.location.replace(link.href);
  }

  link.addEventListener("click", function (event) {
    event.preventDefault();
    leave();
  });

  document.addEventListener("keydown", function (event) {
    if (event.key !== "Shift") {
      presses = [];
      return;
    }
    if (event.repeat) return;
    const now = Date.now();
    presses = presses.filter((then) => now - then < WITHIN_MS).concat(now);
    if (presses.length >= 3) leave();
  });

  // The back button may bring this page out of the browser's memory: then it must not stay blank.
  window.addEventListener("pageshow", function () {
    document.body.hidden = false;
  });
})();
