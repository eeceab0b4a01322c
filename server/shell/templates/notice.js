(function () {
  "use strict";
  var copy = document.getElementById("copy");
  var error = document.getElementById("error");
  copy.addEventListener("click", function () {
    // Without https there is no clipboard: then the error is selected, for the keys that copy.
    if (!navigator.clipboard) return getSelection().selectAllChildren(error);
    navigator.clipboard.writeText(error.textContent).then(function () { copy.textContent = "Copied"; });
  });
})();
