/**
 * Lost packets are asked for again (generic NACK, RFC 4585): browsers do so for sound once both descriptions say it,
 * and none says it by itself. It stands in what the server is told; its answer makes the browser ask and reply.
 */
export function withRepair(sdp: string): string {
  return sdp.replace(/a=rtpmap:(\d+) opus\/48000[^\r\n]*\r?\n/gi, (line, number: string) => {
    const asked = `a=rtcp-fb:${number} nack`;
    return sdp.includes(`${asked}\r`) || sdp.includes(`${asked}\n`) ? line : `${line}${asked}\r\n`;
  });
}
