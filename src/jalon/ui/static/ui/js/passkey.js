// Says in words that a passkey did not answer. allauth sends the event; without it the failure would be silent.
document.addEventListener("allauth.error", function (event) {
  const status = document.getElementById("passkey_status");
  if (status) {
    event.preventDefault();
    status.hidden = false;
    status.focus();
  }
});
