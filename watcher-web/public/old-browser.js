// For browsers that cannot read a word of the rest: plain old script, says one sentence.
(function () {
  if (window.RTCPeerConnection && window.WebSocket && 'noModule' in document.createElement('script')) return;
  var main = document.getElementById('page');
  var sentence = document.getElementById('sentence');
  if (main) main.setAttribute('data-view', 'too-old');
  if (sentence) sentence.textContent = 'This browser is too old to show the picture. Any current one will do.';
})();
