// Checks the proof of an entry step by step: the hash of its bytes, the head of its partition, the
// root of the log (RFC 9162, "Verifying an inclusion proof"), the signature (C2SP signed-note).
(() => {
  'use strict';
  const box = document.getElementById('check');
  // Hashes and signatures are there on loopback and over HTTPS alone.
  if (!box || !crypto.subtle) return;
  const said = document.getElementById('checked');
  const list = box.querySelector('ol');
  const bytesOf = (base64) => Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
  const base64Of = (bytes) => btoa(String.fromCharCode(...new Uint8Array(bytes)));
  const utf8 = (text) => new TextEncoder().encode(text);

  async function sha256(...parts) {
    return new Uint8Array(await crypto.subtle.digest('SHA-256', await new Blob(parts).arrayBuffer()));
  }
  const leafHash = (bytes) => sha256(Uint8Array.of(0), bytes);
  const nodeHash = (left, right) => sha256(Uint8Array.of(1), left, right);

  // The root to which a leaf comes with the hashes of its proof; null where they do not fit the tree.
  async function rootOf(hash, index, size, proof) {
    let at = index;
    let last = size - 1;
    for (const beside of proof) {
      if (last === 0) return null;
      if (at % 2 === 1 || at === last) {
        hash = await nodeHash(beside, hash);
        while (at % 2 === 0 && at !== 0) {
          at /= 2;
          last = Math.floor(last / 2);
        }
      } else {
        hash = await nodeHash(hash, beside);
      }
      at = Math.floor(at / 2);
      last = Math.floor(last / 2);
    }
    return last === 0 ? base64Of(hash) : null;
  }

  function parsed(text) {
    const end = text.indexOf('\n\n');
    const lines = text.slice(0, end).split('\n').map((line) => line.split(' '));
    const note = text.slice(end + 2);
    const signed = note.slice(0, note.lastIndexOf('\n\n') + 1);
    const [, size, root] = signed.split('\n');
    const one = (word) => lines.find((line) => line[0] === word) || [];
    const hashes = (word) => lines.filter((line) => line[0] === word).map((line) => bytesOf(line[1]));
    return {
      version: lines[0].join(' '), entry: one('entry'), entryProof: hashes('entry-proof'), head: one('head'),
      leaf: Number(one('leaf')[1]), leafProof: hashes('leaf-proof'), size: Number(size), root, signed,
      signatures: note.slice(signed.length + 1).split('\n').filter((line) => line.startsWith('\u2014 ')).map((line) => line.split(' ')),
    };
  }

  async function isSignedBy(key, proof) {
    const [, name, typed] = /^([^+]+)\+[0-9a-f]{8}\+(.+)$/.exec(key) || [];
    if (!typed) throw new Error(box.dataset.malformed);
    let bytes;
    try {
      bytes = bytesOf(typed);
    } catch {
      throw new Error(box.dataset.malformed);
    }
    if (bytes.length !== 33) throw new Error(box.dataset.malformed);
    const id = (await sha256(utf8(name + '\n'), bytes)).slice(0, 4);
    const usable = await crypto.subtle.importKey('raw', bytes.slice(1), { name: 'Ed25519' }, false, ['verify']);
    for (const [, signer, signature] of proof.signatures) {
      const given = bytesOf(signature);
      if (signer === name && base64Of(given.slice(0, 4)) === base64Of(id)
          && await crypto.subtle.verify({ name: 'Ed25519' }, usable, given.slice(4), utf8(proof.signed))) return true;
    }
    return false;
  }

  // Each step: its name, whether it holds, and what it came to.
  async function* steps(proof, keys) {
    const place = box.dataset.place.split(' ');
    const [, tier, partition, sequence, stated] = proof.entry;
    const leaf = box.dataset.entry ? base64Of(await leafHash(bytesOf(box.dataset.entry))) : box.dataset.hash;
    const isThis = proof.version === 'plimsoll-proof 1' && [tier, partition, sequence].join() === place.join();
    yield ['leaf', isThis && leaf === stated, leaf];
    const [, headTier, headPartition, headSize, headRoot] = proof.head;
    const head = await rootOf(bytesOf(leaf), Number(sequence) - 1, Number(headSize), proof.entryProof);
    yield ['head', [headTier, headPartition].join() === [tier, partition].join() && head === headRoot, head];
    const root = await rootOf(await leafHash(utf8(proof.head.join(' '))), proof.leaf, proof.size, proof.leafProof);
    yield ['root', root === proof.root, root];
    let by = null;
    for (const key of keys) {
      if (by === null && await isSignedBy(key, proof)) by = key;
    }
    yield ['signature', by !== null, by || keys.join(', ')];
  }

  async function text(address) {
    const answer = await fetch(address, { headers: { Accept: 'text/html' } });
    const body = await answer.text();
    if (answer.status === 404) throw new Error(box.dataset.unsigned);
    if (!answer.ok) throw new Error(box.dataset.unable + ' ' + body);
    return body;
  }

  async function check() {
    list.hidden = true;
    list.querySelectorAll('li').forEach((li) => { li.hidden = true; });
    said.className = '';
    said.textContent = box.dataset.checking;
    let holds = true;
    try {
      const own = document.getElementById('check-key').value.trim();
      const proof = parsed(await text(box.dataset.proof));
      const keys = own ? [own] : (await text(box.dataset.keys)).trim().split('\n');
      list.hidden = false;
      for await (const [name, ok, came] of steps(proof, keys)) {
        const li = list.querySelector('[data-step="' + name + '"]');
        const tag = li.querySelector('.tag');
        tag.className = 'tag ' + (ok ? 'good' : 'deep');
        tag.textContent = ok ? box.dataset.holds : box.dataset.fails;
        li.querySelector('code').textContent = came || '';
        li.hidden = false;
        holds = holds && ok;
      }
      said.textContent = !holds ? box.dataset.bad : own ? box.dataset.good : box.dataset.good + ' ' + box.dataset.own;
    } catch (failed) {
      holds = false;
      said.textContent = failed.message;
    }
    said.className = 'notice ' + (holds ? 'good' : 'deep');
  }

  box.hidden = false;
  box.querySelector('form').addEventListener('submit', (event) => {
    event.preventDefault();
    check();
  });
})();
