<table>
{{range .rows}}<tr>{{range .}}<td>{{.}}</td>{{end}}</tr>
{{end}}</table>
