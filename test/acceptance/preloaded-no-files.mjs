// Preloaded into the connector with NODE_OPTIONS. From its first request on, it can open no file and no connection: all
// that it may open is open.
import { openSync } from 'node:fs';
import http from 'node:http';
import { syncBuiltinESMExports } from 'node:module';

const { request } = http;
let canOpen = true;
http.request = (...options) => {
  while (canOpen) {
    try {
      openSync('/dev/null');
    } catch {
      canOpen = false;
    }
  }
  return request(...options);
};
syncBuiltinESMExports();
