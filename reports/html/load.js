// Unpacks what stands in the page, and begins. What is packed is in script elements of type text/plain, by id.
const nlbsim = {
  async unpacked(id) {
    const element = document.getElementById(id);
    if (!element) return null;
    const bytes = Uint8Array.from(atob(element.textContent), (c) => c.charCodeAt(0));
    return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate'))).text();
  },
  async begin() {
    const main = document.getElementById('main');
    if (typeof DecompressionStream === 'undefined') {
      main.textContent = 'This page needs a browser of 2023 or later.';
      return;
    }
    this.report = JSON.parse(await this.unpacked('index'));
    const program = document.createElement('script');
    program.textContent = await this.unpacked('program');
    document.body.append(program);
  },
};
nlbsim.begin();
