// The tracker. Written small by hand: what is served is this file without its comments and indentation, wrapped
// in a function (server/flows/serve-tracker.ts), under 2 kB compressed. It runs in other people's pages: it imports nothing
// and never throws.
//
//   <script src="https://go.example/t.js" data-key="trb_pk_..." async></script>
//     data-consent="wait"    stores nothing until tributary('consent', true)
//     data-domain="a.com"    the cookie counts on all of a.com's subdomains
//     data-keep="/keep"      a path of the page's own site that sets the cookie by HTTP, for longer than a script may
//     data-stripe            hands the click to Stripe's payment links, buttons and tables
//
// Lines end in semicolons or commas where JavaScript needs them, since the indentation goes.
var w = window, d = document, l = w.location, n = w.navigator, t = w.tributary, s = d.currentScript || d.querySelector('script[data-key^=trb_pk_]');
var o = s ? s.dataset : {}, base, names = ['via'], asked, told, click, via, timer, may = o.consent != 'wait';

function safe(f) {
  return function () {
    try { return f.apply(this, arguments); } catch (e) {}
  };
}
function all(selector, f) {
  d.querySelectorAll(selector).forEach(safe(f));
}

// The cookie is shared by all tabs, so the newest click of any of them counts. An HTTP answer of the owner's own site may
// have set it, too: then it lives longer than what a script may set.
var read = safe(function () {
  return may && (/(?:^|; )trb_click=(clk_\w{26})(?:;|$)/.exec(d.cookie) || [])[1];
});
var write = safe(function (value, age, domain) {
  d.cookie = 'trb_click=' + value + ';path=/;samesite=lax;max-age=' + age +
    (domain ? ';domain=' + domain : '') + (l.protocol == 'https:' ? ';secure' : '');
});
function keep() {
  if (may && click) {
    write(click, 34560000, o.domain);
    // A domain that is not the page's is refused.
    if (read() != click) write(click, 34560000);
    if (o.keep) w.fetch(o.keep + '?tclid=' + click).catch(safe);
  }
  fill();
}
// A code in the address whose click is not known, or must not be, goes along itself: it is newer than any cookie.
function current() {
  return via && !click ? '' : read() || click || '';
}

var ask = function (what, body) {
  return w.fetch(base + what + '?key=' + o.key, body && {
    method: 'POST', body: JSON.stringify(body), keepalive: true, credentials: 'omit'
  }).then(function (r) { return r.json(); });
};
// JSON as plain text needs no permission first, so that it is sent though the page is left at once.
function send(what, body) {
  body = Object.assign({}, body);
  if (!body.click_id && !body.via) {
    var c = current();
    if (c) body.click_id = c;
    else if (via) body.via = via;
  }
  if (!n.sendBeacon || !n.sendBeacon(base + what + '?key=' + o.key, JSON.stringify(body))) ask(what, body).catch(safe);
}

function record(code) {
  ask('clicks', {
    via: code, url: l.origin + l.pathname, referrer: d.referrer || null, sub: new URLSearchParams(l.search).get('sub')
  }).then(function (made) {
    if (code == via && made.click_id) {
      click = made.click_id;
      keep();
    }
  }).catch(safe);
}
function look() {
  var p = new URLSearchParams(l.search), id = p.get('tclid'), code;
  if (/^clk_\w{26}$/.test(id)) {
    if (id != click) {
      click = id;
      via = 0;
      keep();
    }
    return;
  }
  names.forEach(function (name) { code = code || p.get(name); });
  if (code) {
    if (code != via) {
      via = code;
      click = 0;
      if (may) record(code);
    }
  } else if (l.search && !asked) {
    // The address may use a name of the owner's own.
    asked = ask('parameters').then(function (a) {
      if (a.parameters) {
        names = a.parameters;
        look();
      }
    }).catch(safe);
  }
}

function fill() {
  var c = current();
  if (c) {
    all('input[data-tributary=click],input[name=tributary_click]', function (e) { e.value = c; });
    if (o.stripe != null) {
      all('a[href*="//buy.stripe.com/"],a[data-tributary=stripe]', function (e) {
        var u = new URL(e.href), k = 'client_reference_id';
        if (!/^(?!clk_)./.test(u.searchParams.get(k) || '')) {
          u.searchParams.set(k, c);
          e.href = u;
        }
      });
      all('stripe-buy-button,stripe-pricing-table', function (e) { e.setAttribute('client-reference-id', c); });
    }
  }
  all('[data-tributary-order]', function (e) {
    var order = e.dataset.tributaryOrder;
    e.removeAttribute('data-tributary-order');
    send('orders', JSON.parse(order));
  });
}

var does = {
  lead: function (lead) { send('leads', lead); },
  order: function (order) { send('orders', order); },
  click: function (f) { f(current()); },
  consent: function (yes) {
    may = !!yes;
    if (!may) {
      write('', 0, o.domain);
      write('', 0);
    } else if (via && !click) record(via);
    keep();
    // Counted by site and day, the first answer of a page, and nothing of who gave it.
    if (o.consent == 'wait' && !told) told = ask('consent', { given: may, url: l.origin }).catch(safe);
  }
};
function begin() {
  var call = w.tributary = safe(function (what, value) { does[what](value); });
  call.on = 1;
  base = new URL(s.src).origin + '/v1/track/';
  safe(look)();
  ['pushState', 'replaceState'].forEach(function (name) {
    var f = w.history[name];
    w.history[name] = function () {
      var r = f.apply(this, arguments);
      safe(look)();
      return r;
    };
  });
  w.addEventListener('popstate', safe(look));
  d.addEventListener('submit', safe(function (e) {
    var f = e.target, value = function (selector) { return (f.querySelector(selector) || {}).value; }, email;
    fill();
    if (f.hasAttribute('data-tributary-lead') && (email = value('[data-tributary=email],[type=email],[name=email i]')))
      send('leads', { email: email, name: value('[data-tributary=name],[name=name i]') || null });
  }), true);
  ((t && t.q) || []).forEach(function (a) { call.apply(w, a); });
  new MutationObserver(function () {
    clearTimeout(timer);
    timer = setTimeout(safe(fill), 50);
  }).observe(d, { childList: true, subtree: true });
}
if (o.key && !(t && t.on)) {
  safe(begin)();
  safe(fill)();
}
