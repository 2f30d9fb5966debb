/* Messages on a device. The browser is asked only after a press. It hands out an address and two keys; they go to the
   server as an ordinary form. Without this script, or in a browser that can't do it, the page says so and stays whole. */
(function () {
  "use strict";

  const form = document.querySelector("form[data-push]");
  if (!form || !("serviceWorker" in navigator) || !("PushManager" in window) || !("Notification" in window)) return;

  const said = form.querySelector("[data-push-said]");
  form.hidden = false;
  document.querySelector("[data-push-without]").hidden = true;

  function bytes(text) {
    const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
    return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
  }

  /* The page lies outside the worker's folder, so nobody tells it when the worker is ready. */
  function ready(registration) {
    const worker = registration.installing || registration.waiting;
    if (!worker) return Promise.resolve(registration);
    return new Promise(function (done) {
      worker.addEventListener("statechange", function () {
        if (worker.state === "activated") done(registration);
      });
    });
  }

  async function subscription() {
    const registration = await ready(await navigator.serviceWorker.register(form.dataset.worker));
    const key = bytes(form.dataset.push);
    return registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
  }

  form.addEventListener("submit", async function (event) {
    event.preventDefault();
    try {
      if ((await Notification.requestPermission()) !== "granted") throw new Error("not now");
      const given = (await subscription()).toJSON();
      form.elements.endpoint.value = given.endpoint;
      form.elements.p256dh.value = given.keys.p256dh;
      form.elements.auth.value = given.keys.auth;
      form.submit();
    } catch {
      said.textContent = said.dataset.no;
    }
  });
})();
