// What a process did to files and with the network, by strace.
const changing =
  'creat,mkdir,mkdirat,rename,renameat,renameat2,unlink,unlinkat,rmdir,symlink,symlinkat,link,linkat';
const more = 'mknod,mknodat,truncate,chmod,fchmodat,chown,fchownat,utimensat';
const watched = `execve,clone,clone3,fork,vfork,open,openat,connect,${changing},${more}`;

/** Arguments of strace before the command, for a log that `brokenRules` reads. */
export function traced(logFile) {
  return ['-f', '-qq', '-s', '200', '-o', logFile, '-e', `trace=${watched}`];
}

/** Each attempt of the connector to change a file outside the temporary folder, or to connect to another machine. */
export function brokenRules(log) {
  const connector = new Set();
  const broken = [];
  for (const line of log.split('\n')) {
    const [, pid, call] = /^(\d+) +(.*)$/.exec(line) ?? [];
    if (call === undefined) continue;
    if (call.startsWith('execve("/airbyte/bin/source-devin"')) connector.add(pid);
    if (!connector.has(pid)) continue;
    const child = /^(?:<\.\.\. )?(?:clone3?|v?fork)\b.* = (\d+)$/.exec(call)?.[1];
    if (child !== undefined) connector.add(child);
    if (isWrite(call) || isRemote(call)) broken.push(call);
  }
  if (connector.size === 0) broken.push('strace did not see the connector start');
  return broken;
}

function isWrite(call) {
  const isChange = /^open/.test(call)
    ? /O_(WRONLY|RDWR|CREAT|TRUNC|APPEND)/.test(call)
    : new RegExp(`^(${`${changing},${more}`.replaceAll(',', '|')})\\(`).test(call);
  return isChange && !/"\/(tmp|dev)\//.test(call);
}

function isRemote(call) {
  return /^connect\(.*AF_INET6?\b/.test(call) && !/inet_addr\("127\.|"::1"/.test(call);
}
