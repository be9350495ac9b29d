<!DOCTYPE html>
<html>
<head><title>{{.year}}</title></head>
<body>
<h1>CSL {{.year}}</h1>
<ul>
{{range $i, $team := .teams}}<li class="{{if eq $i 0}}champion{{end}}"><b>{{$team.name}}</b>: {{$team.score}}</li>
{{end}}</ul>
</body>
</html>
