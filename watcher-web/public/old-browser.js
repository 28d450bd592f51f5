// Says what is missing where the page cannot run: in an old browser, a locked-down browser, or a
// frame with too few rights. Plain ES5: no module, nothing that needs a polyfill. It cannot import,
// so its words are here. The core marks the page when it runs; then this script does nothing.
(function () {
  var page;
  var ui;
  var RELOAD_AFTER_MS = 5000;
  var JUST_NOW_MS = 60000;
  var currentBrowsers =
    'Use Chrome, Edge, Firefox or Safari, at most two years old. On an iPhone or iPad, update the system.';
  var turnedOff =
    'A browser extension, a browser setting or a policy of your organization may block it. Allow it for this page, or open the link in another browser.';

  function hasStarted() {
    return page.getAttribute('data-core') === 'running';
  }

  function isIn(name) {
    return Boolean(window[name]);
  }

  // A frame without allow-same-origin may not load or store anything.
  function isWithoutOrigin() {
    return window.origin === 'null';
  }

  function add(parent, kind, text) {
    var element = document.createElement(kind);
    element.appendChild(document.createTextNode(text));
    parent.appendChild(element);
    return element;
  }

  function show(reason, sentence, hint) {
    page.setAttribute('data-view', 'too-old');
    page.setAttribute('data-missing', reason);
    // Without the style sheet it would cover the page.
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

  function showFramed() {
    var section = show(
      'origin',
      'The website around this page is blocking it.',
      'Its frame needs sandbox="allow-scripts allow-same-origin". You can watch in a new tab:'
    );
    var link = add(section, 'a', location.href);
    link.href = location.href;
    link.target = '_blank';
    link.rel = 'noopener';
  }

  function missing() {
    if (isWithoutOrigin()) return showFramed();
    if (!('noModule' in document.createElement('script'))) {
      return show('modules', 'This browser is too old to show the picture.', currentBrowsers);
    }
    if (!isIn('RTCPeerConnection')) {
      return show('RTCPeerConnection', 'Live video (WebRTC) is missing or turned off in this browser.', turnedOff);
    }
    if (!isIn('WebSocket')) {
      return show('WebSocket', 'Live connections (WebSocket) are missing or turned off in this browser.', turnedOff);
    }
    if (!isIn('MediaStream') || !('srcObject' in document.createElement('video'))) {
      return show('MediaStream', 'This browser can’t show live video.', currentBrowsers);
    }
    return checkCore();
  }

  // Nothing is missing, but the core has not run: it did not load, or this browser can't parse it.
  function checkCore() {
    var core = document.querySelector('script[type="module"][src]:not([data-early])');
    var request = new XMLHttpRequest();
    request.addEventListener('load', function () {
      if (hasStarted()) return;
      if (request.status !== 200) showIncomplete();
      else if (!wasJustReloaded()) location.reload();
      else show('language', 'This browser is too old to show the picture.', currentBrowsers);
    });
    request.addEventListener('error', showIncomplete);
    request.open('GET', core ? core.src : location.href);
    request.send();
  }

  // The core is there now. A change of the network may have cut it off before, so it gets another try.
  function wasJustReloaded() {
    try {
      var lastMs = Number(sessionStorage.getItem('lectern-reloaded'));
      sessionStorage.setItem('lectern-reloaded', String(Date.now()));
      return Date.now() - lastMs < JUST_NOW_MS;
    } catch (error) {
      // Storage is blocked, so nothing would end the reloading.
      page.setAttribute('data-storage', error.name);
      return true;
    }
  }

  function showIncomplete() {
    show('core', 'Part of this page didn’t load. Trying again…', 'You don’t need to do anything.');
    setTimeout(function () {
      location.reload();
    }, RELOAD_AFTER_MS);
  }

  function check() {
    page = document.getElementById('page');
    ui = document.getElementById('ui');
    if (!hasStarted()) missing();
  }

  // The load event waits for scripts, so by then the core has run if it can.
  if (document.readyState === 'complete') check();
  else window.addEventListener('load', check);
})();
