// Without a script the link leads nowhere; the data are in the page all the same.
const link = document.getElementById('download');
const data = document.getElementById('data').textContent;
link.href = URL.createObjectURL(new Blob([data], { type: 'application/json' }));
