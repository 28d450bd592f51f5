// For browsers in which the rest cannot run: too old, locked down, or in a frame that is held too tightly. Plain old script (ES5, no
// module, nothing that needs a polyfill) that says exactly what is missing. The core marks the page when it runs; then this says nothing.
(function () {
  var page;
  var ui;
  var AGAIN_AFTER_MS = 5000;
  var anyCurrent =
    'Chrome, Edge, Firefox and Safari all can, if they are at most two years old. On an iPhone or iPad, update iOS.';
  var switchedOff =
    'An extension, a rule of your organisation or a setting of the browser does that. Allow it for this page, or open the link in another browser.';

  function hasStarted() {
    return page.getAttribute('data-core') === 'running';
  }

  function isIn(name) {
    return Boolean(window[name]);
  }

  // A frame without allow-same-origin: nothing of the page may be loaded or kept there.
  function isWithoutOrigin() {
    return window.origin === 'null';
  }

  function add(parent, kind, text) {
    var element = document.createElement(kind);
    element.appendChild(document.createTextNode(text));
    parent.appendChild(element);
    return element;
  }

  function say(reason, sentence, hint) {
    page.setAttribute('data-view', 'too-old');
    page.setAttribute('data-missing', reason);
    // Where no style sheet comes through, it would take the page's place.
    document.getElementsByTagName('video')[0].style.display = 'none';
    while (ui.firstChild) ui.removeChild(ui.firstChild);
    var section = add(ui, 'section', '');
    section.className = 'page';
    section.setAttribute('role', 'alert');
    add(section, 'div', '').className = 'mark';
    add(section, 'h1', sentence);
    add(section, 'p', hint);
    return section;
  }

  function sayFramed() {
    var section = say(
      'origin',
      'The site around this picture holds it too tightly.',
      'Its frame needs sandbox="allow-scripts allow-same-origin". You can watch in a tab of its own:'
    );
    var link = add(section, 'a', location.href);
    link.href = location.href;
    link.target = '_blank';
    link.rel = 'noopener';
  }

  function missing() {
    if (isWithoutOrigin()) return sayFramed();
    if (!('noModule' in document.createElement('script'))) {
      return say('modules', 'This browser is too old to show the picture.', anyCurrent);
    }
    if (!isIn('RTCPeerConnection')) {
      return say('RTCPeerConnection', 'Live video (WebRTC) is missing or switched off in this browser.', switchedOff);
    }
    if (!isIn('WebSocket')) {
      return say('WebSocket', 'Live connections (WebSocket) are missing or switched off in this browser.', switchedOff);
    }
    if (!isIn('MediaStream') || !('srcObject' in document.createElement('video'))) {
      return say('MediaStream', 'This browser cannot show live video.', anyCurrent);
    }
    return checkCore();
  }

  // Everything is there, and still the core has not run: either it has not come, or this browser cannot read it.
  function checkCore() {
    var core = document.querySelector('script[type="module"][src]:not([data-early])');
    var request = new XMLHttpRequest();
    request.addEventListener('load', function () {
      if (hasStarted()) return;
      if (request.status === 200) say('language', 'This browser is too old to show the picture.', anyCurrent);
      else sayIncomplete();
    });
    request.addEventListener('error', sayIncomplete);
    request.open('GET', core ? core.src : location.href);
    request.send();
  }

  function sayIncomplete() {
    say('core', 'The page has not come through whole. Trying again…', 'You needn’t do anything.');
    setTimeout(function () {
      location.reload();
    }, AGAIN_AFTER_MS);
  }

  function look() {
    page = document.getElementById('page');
    ui = document.getElementById('ui');
    if (!hasStarted()) missing();
  }

  // By then the core has run if it can: scripts hold this event back.
  if (document.readyState === 'complete') look();
  else window.addEventListener('load', look);
})();
