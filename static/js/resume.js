/* Two small kindnesses for forms; both pages work without them.
   data-once         a second press while the first is on its way is ignored
   data-keep="name"  a half-filled form survives a reload in this tab; sessionStorage, so it never outlives the tab */
(function () {
  "use strict";

  const PREFIX = "keep:";
  const WRITTEN = 'input:not([type="hidden"], [type="password"], [type="file"]), textarea, select';

  function forgetAll() {
    Object.keys(sessionStorage).filter((key) => key.startsWith(PREFIX)).forEach((key) => sessionStorage.removeItem(key));
  }

  function read(form) {
    const answers = {};
    form.querySelectorAll(WRITTEN).forEach(function (field) {
      if (!field.name) return;
      if (field.type === "radio" || field.type === "checkbox") {
        if (field.checked) (answers[field.name] = answers[field.name] || []).push(field.value);
      } else if (field.value) {
        answers[field.name] = [field.value];
      }
    });
    return answers;
  }

  function fill(form, answers) {
    form.querySelectorAll(WRITTEN).forEach(function (field) {
      const kept = answers[field.name];
      if (!kept) return;
      if (field.type === "radio" || field.type === "checkbox") field.checked = kept.includes(field.value);
      else if (!field.value) field.value = kept[0];
    });
  }

  function keep(form) {
    const key = PREFIX + form.dataset.keep;
    const kept = sessionStorage.getItem(key);
    // After a post the server's answer is the newer truth.
    if (kept && !form.querySelector("[aria-invalid]")) fill(form, JSON.parse(kept));
    form.addEventListener("input", () => sessionStorage.setItem(key, JSON.stringify(read(form))));
    form.addEventListener("submit", () => sessionStorage.removeItem(key));
  }

  function once(form) {
    let sent = false;
    form.addEventListener("submit", function (event) {
      if (sent) {
        event.preventDefault();
        return;
      }
      sent = true;
      form.querySelectorAll("button").forEach((button) => button.setAttribute("aria-disabled", "true"));
    });
    window.addEventListener("pageshow", function () {
      sent = false;
      form.querySelectorAll("button").forEach((button) => button.removeAttribute("aria-disabled"));
    });
  }

  document.querySelectorAll("form[data-keep]").forEach(keep);
  document.querySelectorAll("form[data-once]").forEach(once);
  document.querySelectorAll("form[data-forget]").forEach((form) => form.addEventListener("submit", forgetAll));
  document.addEventListener("argus:leave", forgetAll);
  if (document.querySelector("[data-signed-out]")) forgetAll();

  const summary = document.querySelector("[data-summary]");
  if (summary) summary.focus();
})();
