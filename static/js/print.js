/* A button that prints the page. It is hidden where scripts are off; the browser's own menu prints there. */
(function () {
  "use strict";

  document.querySelectorAll("[data-print]").forEach(function (button) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  });
})();
