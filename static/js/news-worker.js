/* Shows the one sentence that the server sends, and opens the home page when it is pressed.
   It keeps no page and answers no request: nothing private is ever stored on the device.
   One message at a time: a newer one takes the place of the one before. */
"use strict";

self.addEventListener("push", function (event) {
  const sentence = event.data ? event.data.text() : "";
  event.waitUntil(self.registration.showNotification(sentence, { tag: "news" }));
});

self.addEventListener("notificationclick", function (event) {
  event.notification.close();
  event.waitUntil(self.clients.openWindow("/"));
});
