(function () {
  "use strict";
  var form = document.getElementById("form");
  if (!form) return;
  var go = document.getElementById("go");
  var refusal = document.getElementById("refusal");

  function showAllowed() {
    document.getElementById("title").textContent = "Connected";
    document.getElementById("about").textContent = "Go back to the terminal. You can close this page.";
    document.getElementById("code").hidden = form.hidden = true;
  }

  form.addEventListener("submit", function (event) {
    event.preventDefault();
    go.disabled = true;
    fetch(form.dataset.prefix + "/api/device-logins", {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-Requested-By": "designery" },
      body: JSON.stringify({ token_hash: form.dataset.token, name: form.dataset.name }),
    }).then(function (answer) {
      if (answer.ok) return showAllowed();
      return answer.json().then(function (reply) {
        throw new Error(reply.detail);
      });
    }).catch(function (error) {
      go.disabled = false;
      refusal.textContent = error instanceof TypeError ? "The server is not responding. Try again." : error.message;
    });
  });
})();
