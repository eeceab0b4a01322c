(function () {
  "use strict";
  var form = document.getElementById("form");
  if (!form) return;
  var kind = form.dataset.kind;
  var prefix = form.dataset.prefix;
  var refusal = document.getElementById("refusal");
  var go = document.getElementById("go");
  var token = new URLSearchParams(location.hash.slice(1)).get("t");
  // The token of a link is not left in the history.
  if (token) history.replaceState(null, "", location.pathname);
  var address = { login: "/api/login", setup: "/api/setup", join: "/api/invitations/accept" }[kind];

  function ask(path, body) {
    return fetch(prefix + path, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-Requested-By": "designery" },
      body: JSON.stringify(body),
    }).then(function (answer) {
      return answer.text().then(function (text) {
        var reply = text ? JSON.parse(text) : null;
        if (!answer.ok) throw new Error(reply.detail);
        return reply;
      });
    });
  }

  /** The way to the provider takes along where the person wanted to go, and the invitation, in a cookie for that path. */
  var provider = document.getElementById("provider");
  if (provider) {
    var wanted = new URLSearchParams(location.search).get("next");
    if (wanted) provider.href += "?" + new URLSearchParams({ next: wanted });
    if (token) document.cookie = "designery_invitation=" + token + "; path=" + prefix + "/login/provider; max-age=600; samesite=lax";
  }

  function refuse(error) {
    refusal.textContent = error instanceof TypeError ? "The server is not responding. Try again." : error.message;
  }

  /** Where the person wanted to go: a page of ours, and nothing else. */
  function openNextPage() {
    var next = new URLSearchParams(location.search).get("next") || "/";
    location.replace(prefix + (/^\/(?![\/\\])/.test(next) ? next : "/"));
  }

  function welcome(invitation) {
    var about = document.getElementById("about");
    if (invitation.login) {
      about.textContent = "Choose a new password for " + invitation.login + ".";
      form.elements.login.value = invitation.login;
      form.elements.login.readOnly = true;
      document.getElementById("name-field").hidden = true;
      if (provider) provider.hidden = document.querySelector(".or").hidden = true;
      go.textContent = "Set the password";
      form.elements.password.focus();
    } else {
      about.textContent = invitation.by + " invites you to " + (invitation.workspace || "this server") +
        (invitation.role ? " as " + (/^[aeiou]/.test(invitation.role) ? "an " : "a ") + invitation.role : "") + ".";
    }
  }

  if (kind === "join") {
    ask("/api/invitations/lookup", { token: token || "" }).then(welcome, function (error) {
      form.hidden = true;
      document.querySelector("h1").textContent = "This link does not work";
      document.getElementById("about").textContent = error.message;
    });
  }

  document.getElementById("show").addEventListener("click", function () {
    var shown = form.elements.password.type === "text";
    form.elements.password.type = shown ? "password" : "text";
    this.textContent = shown ? "Show" : "Hide";
    this.setAttribute("aria-pressed", String(!shown));
  });

  form.addEventListener("submit", function (event) {
    event.preventDefault();
    refusal.textContent = "";
    var fields = form.elements;
    if (!fields.login.value.trim()) {
      refusal.textContent = "Enter the name to sign in with.";
      fields.login.focus();
      return;
    }
    if (!fields.password.value) {
      refusal.textContent = "Enter the password.";
      fields.password.focus();
      return;
    }
    var body = { login: fields.login.value, password: fields.password.value };
    if (kind !== "login") {
      body.token = token || "";
      body.name = fields.name.value;
    }
    go.disabled = true;
    ask(address, body).then(openNextPage, function (error) {
      go.disabled = false;
      refuse(error);
      fields.password.select();
    });
  });
})();
